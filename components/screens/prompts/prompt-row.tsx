'use client';

import { Age } from '#components/prompts/age.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Td, Tr } from '#components/ui/data/table.tsx';
import { count, halfWidth, money, percent, sampleSize, score } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';

type List = Outputs['prompts']['list'];
type Row = List['data'][number];
type Stats = Outputs['telemetry']['promptStats'][number];

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
  figures: Stats | undefined;
}) {
  const { project } = useProject();
  const requests = (query: Record<string, string>) =>
    to.requests(project.name, { prompt: row.name, range: '7d', ...query });
  const metrics = to.prompt(project.name, row.name, { tab: 'metrics', range: '7d' });
  return (
    <Tr tall hover>
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
        <Linked href={to.monitor(project.name, { prompt: row.name, range: '7d' })} value={figures?.requests}>
          {count(figures?.requests)}
        </Linked>
      </Td>
      <Td num label="Errors" className={figures ? undefined : NOT_ON_PHONE}>
        <Linked href={requests({ status: 'error' })} value={figures?.errorRate}>
          {percent(figures?.errorRate)}
        </Linked>
      </Td>
      <Td
        num
        label="Quality"
        sub={figures?.qualityN ? <Spread figures={figures} /> : undefined}
        className={figures?.quality == null ? NOT_ON_PHONE : undefined}
      >
        <Linked href={metrics} value={figures?.quality}>
          {score(figures?.quality)}
        </Linked>
      </Td>
      <Td num label="Cost per outcome" className={figures?.costPerOutcome == null ? NOT_ON_PHONE : undefined}>
        <Linked href={metrics} value={figures?.costPerOutcome}>
          {money(figures?.costPerOutcome)}
        </Linked>
      </Td>
      <Td num label="Last change">
        <Time at={row.latestAt ?? row.createdAt} />
      </Td>
    </Tr>
  );
}

/** A number that leads to what it is made of; unknown leads nowhere. */
function Linked({ href, value, children }: { href: string; value: number | null | undefined; children: string }) {
  return value == null ? children : <TextLink href={href}>{children}</TextLink>;
}

/** How sure a mean is. */
function Spread({ figures }: { figures: Stats }) {
  const half = halfWidth(figures.qualityLow, figures.qualityHigh);
  return [half === null ? null : `±\u00a0${score(half)}`, sampleSize(figures.qualityN)].filter(Boolean).join(', ');
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
