'use client';

import type { ModelDetail } from '#components/models/model-facts.tsx';
import { PROOF_LOOK } from '#components/screens/models/fallback-cell.tsx';
import type { Proof } from '#components/screens/models/models-headline.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { PanelBody } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';

/** Where the model serves, since when, by whom, and whether its fallback is proven for that prompt. */
export function ModelPlaces({ model, proof }: { model: ModelDetail; proof: Proof | undefined }) {
  const { project } = useProject();
  if (model.deployedTo.length === 0) {
    return <PanelBody className="text-muted-foreground">It serves nowhere.</PanelBody>;
  }
  const stateOf = (prompt: string) => proof?.prompts.find((each) => each.prompt === prompt)?.state;
  return (
    <Table label="Where it serves" stack>
      <THead>
        <Tr>
          <Th>Prompt</Th>
          <Th>Environment</Th>
          <Th num>Version</Th>
          <Th>Since</Th>
          <Th>By</Th>
          <Th>Fallback</Th>
        </Tr>
      </THead>
      <TBody>
        {model.deployedTo.map((at) => {
          const state = stateOf(at.prompt);
          return (
            <Tr key={at.deploymentId}>
              <Td head className="[overflow-wrap:anywhere]">
                <TextLink href={to.prompt(project.name, at.prompt)} data-row={at.deploymentId}>
                  {at.prompt}
                </TextLink>
              </Td>
              <Td label="Environment">{at.environment}</Td>
              <Td num label="Version">
                {at.version}
              </Td>
              <Td label="Since">
                <Time at={at.since} />
              </Td>
              <Td label="By">{at.owner}</Td>
              <Td label="Fallback">
                {state === undefined ? (
                  <span className="text-muted-foreground">none</span>
                ) : (
                  <Badge plain tone={PROOF_LOOK[state].tone} icon={PROOF_LOOK[state].icon}>
                    {PROOF_LOOK[state].word}
                  </Badge>
                )}
              </Td>
            </Tr>
          );
        })}
      </TBody>
    </Table>
  );
}

/** The prompts whose versions name the model, whether or not those serve. */
export function ModelVersions({ model: { versions } }: { model: ModelDetail }) {
  const { project } = useProject();
  if (versions.length === 0) {
    return <PanelBody className="text-muted-foreground">No version names it.</PanelBody>;
  }
  return (
    <Table label="Versions that name it" dense>
      <THead>
        <Tr>
          <Th>Prompt</Th>
          <Th num>Versions</Th>
          <Th num>Newest</Th>
        </Tr>
      </THead>
      <TBody>
        {versions.map((each) => (
          <Tr key={each.prompt}>
            <Td className="[overflow-wrap:anywhere]">
              <TextLink href={to.prompt(project.name, each.prompt, { tab: 'versions' })}>{each.prompt}</TextLink>
            </Td>
            <Td num>{plural(each.versions, 'version')}</Td>
            <Td num>{each.newest}</Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}
