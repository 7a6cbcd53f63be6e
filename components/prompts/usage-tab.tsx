'use client';

import { type ReactNode, useState } from 'react';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Select } from '#components/ui/input.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import type { Head } from './prompt-tabs.tsx';
import { clientSnippet, eventSnippet, resolveSnippet } from './snippets.ts';

/** How a program gets this prompt, and tells how its requests went. */
export function UsageTab({
  head,
  variables,
  whoAsks,
}: {
  head: Head;
  variables: readonly string[];
  /** Stands first on the right. */
  whoAsks: ReactNode;
}) {
  const { project } = useProject();
  const [environment, setEnvironment] = useState(head.lanes.at(-1)?.environment ?? DEFAULT_ENVIRONMENT);
  const served = head.lanes.find((lane) => lane.environment === environment)?.serving;
  const facts = {
    name: head.name,
    environment,
    variables,
    version: served?.version ?? null,
    model: served ? modelText(served) : null,
  };
  return (
    <div className="grid grid-cols-2 items-start gap-4 compact:grid-cols-1 phone:gap-3">
      <div className="grid min-w-0 gap-4 phone:gap-3">
        <Panel>
          <PanelHeader
            title="Ask for it"
            meta={
              <Select
                aria-label="Environment"
                value={environment}
                onChange={({ target }) => setEnvironment(target.value)}
                className="w-36"
              >
                {head.lanes.map((lane) => (
                  <option key={lane.environment}>{lane.environment}</option>
                ))}
              </Select>
            }
          />
          <PanelBody className="grid gap-2.5">
            {!served && (
              <p className="text-muted-foreground">
                Nothing serves {environment} yet: this answers 404 until something does.
              </p>
            )}
            <KeySnippet scopes={['resolve']} command={(edgeUrl, key) => resolveSnippet(edgeUrl, key, facts)} />
          </PanelBody>
        </Panel>
        <Panel>
          <PanelHeader
            title="Tell how it went"
            meta={<TextLink href={to.requests(project.name, { prompt: head.name })}>Its requests</TextLink>}
          />
          <PanelBody>
            <KeySnippet scopes={['ingest']} command={(edgeUrl, key) => eventSnippet(edgeUrl, key, facts)} />
          </PanelBody>
        </Panel>
      </div>
      <div className="grid min-w-0 gap-4 phone:gap-3">
        {whoAsks}
        <Panel>
          <PanelHeader title="From TypeScript" qualifier="never throws: memory answers while Switchyard is away" />
          <PanelBody>
            <KeySnippet scopes={['resolve', 'ingest']} command={(edgeUrl, key) => clientSnippet(edgeUrl, key, facts)} />
          </PanelBody>
        </Panel>
      </div>
    </div>
  );
}
