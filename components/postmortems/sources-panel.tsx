'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { count } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import type { Postmortem } from './postmortem-words.ts';

/** The rows of the timeline that the text cites: what each citation leads to. */
export function SourcesPanel({ postmortem: { sources, number } }: { postmortem: Postmortem }) {
  const { project } = useProject();
  return (
    <Panel aria-label="Sources">
      <PanelHeader title="Sources" meta={count(sources.length)} />
      {sources.length === 0 ? (
        <PanelBody className="text-muted-foreground">The text cites no row of the timeline.</PanelBody>
      ) : (
        <ul className="text-12 [&>li:last-child]:border-b-0">
          {sources.map(({ id, at, text, by, path }) => (
            <li
              key={id}
              id={`t${id}`}
              className="grid scroll-mt-20 gap-0.5 border-b px-3 py-2 target:border-l-2 target:border-l-primary"
            >
              <span className="text-muted-foreground">
                t{id} · <Time at={at} style="second" />
                {by !== null && ` · ${by}`}
              </span>
              <TextLink
                href={path === null ? to.incident(project.name, number) : to.change(project.name, path)}
                className="[overflow-wrap:anywhere]"
              >
                {text}
              </TextLink>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Every version of the text, the newest first. */
export function VersionsPanel({ postmortem: { versions, published } }: { postmortem: Postmortem }) {
  return (
    <Panel aria-label="Versions" className="print:hidden">
      <PanelHeader title="Versions" meta={count(versions.length)} />
      <Rows>
        {versions.map(({ version, by, at, merged_from }) => (
          <Row
            key={version}
            title={`Version ${version}${version === published?.version ? ', published' : ''}`}
            sub={`${by.kind === 'system' ? 'Drafted from facts' : by.name}${merged_from === null ? '' : `, made from version ${merged_from} and merged`}`}
            action={<Time at={at} />}
          />
        ))}
      </Rows>
    </Panel>
  );
}
