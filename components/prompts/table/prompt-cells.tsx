'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Td } from '#components/ui/data/table.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Age } from '../age.tsx';

export type PromptList = Outputs['prompts']['list'];
export type PromptRow = PromptList['data'][number];

/** The name, which links to the prompt, and under it its type, description and tags. */
export function NameCell({ row }: { row: PromptRow }) {
  const { project } = useProject();
  return (
    <Td head sub={<About row={row} />} className="max-w-96 phone:max-w-full">
      <TextLink
        href={to.prompt(project.name, row.name)}
        data-row={row.name}
        title={row.name}
        className="block truncate font-strong phone:[overflow-wrap:anywhere] phone:whitespace-normal"
      >
        <Mono>{row.name}</Mono>
      </TextLink>
    </Td>
  );
}

function About({ row }: { row: PromptRow }) {
  const versions = row.latestVersion === null ? 'no version yet' : `newest ${row.latestVersion}`;
  const words = [row.type, versions, ...row.tags, row.description].filter(Boolean).join(' · ');
  return (
    <span className="block truncate" title={words}>
      {words}
    </span>
  );
}

/** What serves in an environment, and since when; a dash where nothing does. */
export function ServingCell({ row, environment }: { row: PromptRow; environment: string }) {
  const serving = row.environments[environment];
  return (
    <Td num label={environment} sub={serving && <Age since={serving.since} />} unknown={!serving}>
      {serving ? (
        <Mono className="font-strong">{serving.version}</Mono>
      ) : (
        <span className="text-muted-foreground">–</span>
      )}
    </Td>
  );
}
