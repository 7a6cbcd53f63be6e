'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { count, money, percent, sampleSize, score } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Td, Tr } from '#components/ui/table.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time.tsx';
import { Age } from '../age.tsx';

type List = Outputs['prompts']['list'];
type Row = List['data'][number];

/** On a phone a row is a list of its values: what is unknown is left out there. */
const NOT_ON_PHONE = 'phone:group-data-stack/table:hidden';

/** One prompt. What is unknown is a dash: no traffic is no zero. */
export function PromptRow({
  row,
  environments,
  figures,
}: {
  row: Row;
  environments: List['environments'];
  figures: Outputs['telemetry']['promptStats'][number] | undefined;
}) {
  const { project } = useProject();
  return (
    <Tr tall hover>
      <Td head sub={<About row={row} />} className="max-w-96 phone:max-w-full">
        <TextLink
          href={to.prompt(project.name, row.name)}
          title={row.name}
          className="block truncate font-strong phone:[overflow-wrap:anywhere] phone:whitespace-normal"
        >
          <Mono>{row.name}</Mono>
        </TextLink>
      </Td>
      {environments.map(({ name }) => {
        const serving = row.environments[name];
        return (
          <Td
            key={name}
            num
            label={name}
            sub={serving && <Age since={serving.since} />}
            className={serving ? undefined : NOT_ON_PHONE}
          >
            {serving ? (
              <Mono className="font-strong">{serving.version}</Mono>
            ) : (
              <span className="text-muted-foreground">–</span>
            )}
          </Td>
        );
      })}
      <Td num label="Requests" className={figures ? undefined : NOT_ON_PHONE}>
        {figures ? (
          <TextLink href={to.monitor(project.name, { prompt: row.name, range: '7d' })}>
            {count(figures.requests)}
          </TextLink>
        ) : (
          '–'
        )}
      </Td>
      <Td num label="Errors" className={figures ? undefined : NOT_ON_PHONE}>
        {percent(figures?.errorRate)}
      </Td>
      <Td
        num
        label="Quality"
        sub={figures?.qualityN ? sampleSize(figures.qualityN) : undefined}
        className={figures?.quality == null ? NOT_ON_PHONE : undefined}
      >
        {score(figures?.quality)}
      </Td>
      <Td num label="Cost per outcome" className={figures?.costPerOutcome == null ? NOT_ON_PHONE : undefined}>
        {money(figures?.costPerOutcome)}
      </Td>
      <Td num label="Last change">
        <Time at={row.latestAt ?? row.createdAt} />
      </Td>
    </Tr>
  );
}

function About({ row }: { row: Row }) {
  const versions = row.latestVersion === null ? 'no version yet' : `newest ${row.latestVersion}`;
  const words = [row.type, versions, ...row.tags, row.description].filter(Boolean).join(' · ');
  return (
    <span className="block truncate" title={words}>
      {words}
    </span>
  );
}
