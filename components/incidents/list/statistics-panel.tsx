'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import type { Outputs } from '#components/shell/trpc.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { count, duration, plural, range, UNKNOWN } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { GROUPINGS, type Grouping } from '#server/incidents/domain/statistics.ts';

type Figures = Outputs['incidents']['statistics']['all'];
type Spread = Figures['detect'];

const TIMES = [
  ['detect', 'detect'],
  ['acknowledge', 'acknowledge'],
  ['mitigate', 'mitigate'],
  ['resolve', 'resolve'],
] as const;

const BY: Record<Grouping, string> = {
  ...{ month: 'Month', severity: 'Severity', trigger: 'Trigger', detector: 'Detector', mitigation: 'Mitigation' },
};

/** How long incidents of the last year took: all, then by group. Drills and false alarms are apart. */
export function StatisticsPanel({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.incidents.statistics.queryOptions({ project }));
  const [by, setBy] = useQueryState('by', parseAsStringLiteral(GROUPINGS).withDefault('month'));
  return (
    <Panel>
      <PanelHeader title="Times" qualifier="last 365 days, median with 95 % interval, P90, mean" />
      <Table label="Times of all incidents" stack>
        <THead>
          <Tr>
            <Th>Time to</Th>
            <Th num>Median</Th>
            <Th num>95 % interval</Th>
            <Th num>P90</Th>
            <Th num>Mean</Th>
            <Th num>n</Th>
          </Tr>
        </THead>
        <TBody>
          {TIMES.map(([field, word]) => (
            <SpreadRow key={field} word={word} spread={data.all[field]} />
          ))}
        </TBody>
      </Table>
      <div className="overflow-x-auto border-t px-3 py-2">
        <Segmented
          label="Group by"
          options={GROUPINGS.map((value) => ({ value, label: BY[value] }))}
          value={by}
          onChange={(next) => void setBy(next)}
        />
      </div>
      <Table label={`Times by ${by}`} stack>
        <THead>
          <Tr>
            <Th>{BY[by]}</Th>
            {TIMES.map(([field, word]) => (
              <Th key={field} num>
                Median to {word}
              </Th>
            ))}
            <Th num>n</Th>
          </Tr>
        </THead>
        <TBody>
          {data.groups[by].map((group) => (
            <Tr key={group.key}>
              <Td head>{group.key}</Td>
              {TIMES.map(([field, word]) => (
                <Td key={field} num label={`To ${word}`}>
                  {duration(group[field].median_ms)}
                </Td>
              ))}
              <Td num label="n">
                {count(group.n)}
                {!group.is_trend && <span className="text-muted-foreground"> too few for a trend</span>}
              </Td>
            </Tr>
          ))}
        </TBody>
      </Table>
      <PanelFoot>
        {plural(data.all.unknown_start, 'incident')} of {count(data.all.n)} without a known start, in no time from it;{' '}
        {count(data.all.proactive)} detected before the impact. Apart: {plural(data.drills.n, 'drill')},{' '}
        {plural(data.declined, 'false alarm')}, {plural(data.merged, 'duplicate')}. People spent at least{' '}
        {duration(data.all.people_ms)} in them, from the first to the last thing that each did.
      </PanelFoot>
    </Panel>
  );
}

function SpreadRow({ word, spread }: { word: string; spread: Spread }) {
  const [low, high] = spread.interval95_ms ?? [null, null];
  return (
    <Tr>
      <Td head>{word}</Td>
      <Td num label="Median" className="font-strong">
        {duration(spread.median_ms)}
      </Td>
      <Td num label="95 % interval">
        {spread.n > 0 && low === null ? 'needs n ≥ 6' : low === null ? UNKNOWN : range(low, high, duration)}
      </Td>
      <Td num label="P90">
        {duration(spread.p90_ms)}
      </Td>
      <Td num label="Mean">
        {duration(spread.mean_ms)}
      </Td>
      <Td num label="n">
        {count(spread.n)}
      </Td>
    </Tr>
  );
}
