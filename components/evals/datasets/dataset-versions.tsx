'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';

/** The versions of the golden set: one row for each import that changed it. */
export function DatasetVersions({ dataset }: { dataset: Outputs['evals']['dataset'] }) {
  const { project } = useProject();
  return (
    <Panel>
      <PanelHeader title="Versions" />
      {dataset.versions.length === 0 ? (
        <p className="px-3 py-6 text-muted-foreground">The first import creates version 1.</p>
      ) : (
        <Table label="Versions" stack>
          <THead>
            <Tr>
              <Th>Version</Th>
              <Th num>Items</Th>
              <Th num>Added</Th>
              <Th num>Changed</Th>
              <Th>By</Th>
              <Th>When</Th>
            </Tr>
          </THead>
          <TBody>
            {dataset.versions.map((version) => (
              <Tr key={version.version}>
                <Td head>
                  <TextLink href={to.dataset(project.name, dataset.name, { version: version.version })}>
                    Version {version.version}
                  </TextLink>
                </Td>
                <Td num label="Items">
                  {count(version.items)}
                </Td>
                <Td num label="Added">
                  {count(version.added)}
                </Td>
                <Td num label="Changed">
                  {count(version.changed)}
                </Td>
                <Td label="By">{version.by.name}</Td>
                <Td label="When">
                  <Time at={version.createdAt} />
                </Td>
              </Tr>
            ))}
          </TBody>
        </Table>
      )}
      <PanelFoot>
        Only runs on the same version are compared: after a change, run both sides on the newest one.
      </PanelFoot>
    </Panel>
  );
}
