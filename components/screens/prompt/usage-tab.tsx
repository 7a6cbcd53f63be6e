'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { clientSnippet, eventSnippet, resolveSnippet } from '#components/prompts/snippets.ts';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { PromptCallers } from '#components/telemetry/prompts/prompt-callers.tsx';
import { Select } from '#components/ui/form/input.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { modelText } from '#server/prompts/domain/variant.ts';

/**
 * How a program resolves this prompt, which programs do, and how they send events. The snippets use the variables of
 * the version that serves the last environment, else of the newest.
 */
export function UsageTab({ head }: { head: Head }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const number = head.lanes.at(-1)?.serving?.version ?? head.latestVersion;
  const version = useQuery({
    ...trpc.prompts.version.queryOptions({ project: project.name, name: head.name, number: number ?? 1 }),
    enabled: number !== null,
  });
  const [environment, setEnvironment] = useState(head.lanes.at(-1)?.environment ?? DEFAULT_ENVIRONMENT);
  const served = head.lanes.find((lane) => lane.environment === environment)?.serving;
  const facts = {
    name: head.name,
    environment,
    variables: version.data?.variables ?? [],
    version: served?.version ?? null,
    model: served ? modelText(served) : null,
  };
  return (
    <div className="grid grid-cols-2 items-start gap-4 compact:grid-cols-1 phone:gap-3">
      <div className="grid min-w-0 gap-4 phone:gap-3">
        <Panel>
          <PanelHeader
            title="Resolve it"
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
                Nothing serves {environment} yet: until something does, the response is 404.
              </p>
            )}
            <KeySnippet scopes={['resolve']} command={(edgeUrl, key) => resolveSnippet(edgeUrl, key, facts)} />
          </PanelBody>
        </Panel>
        <Panel>
          <PanelHeader
            title="Send events"
            meta={<TextLink href={to.requests(project.name, { prompt: head.name })}>Its requests</TextLink>}
          />
          <PanelBody>
            <KeySnippet scopes={['ingest']} command={(edgeUrl, key) => eventSnippet(edgeUrl, key, facts)} />
          </PanelBody>
        </Panel>
      </div>
      <div className="grid min-w-0 gap-4 phone:gap-3">
        <PromptCallers name={head.name} />
        <Panel>
          <PanelHeader
            title="From TypeScript"
            qualifier="never throws: it returns cached results while Switchyard is unreachable"
          />
          <PanelBody>
            <KeySnippet scopes={['resolve', 'ingest']} command={(edgeUrl, key) => clientSnippet(edgeUrl, key, facts)} />
          </PanelBody>
        </Panel>
      </div>
    </div>
  );
}
