import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { change, count, money, percent, UNKNOWN } from '#components/ui/format.ts';
import { type Address, TextLink } from '#components/ui/link.tsx';
import { dollarsOf, perRequest } from '#server/cost/domain/dollars.ts';
import type { CostGrouping } from '#server/cost/domain/grouping.ts';
import { marginSize } from '#server/cost/domain/margin-words.ts';
import type { Ending } from '#server/cost/domain/task-sums.ts';
import {
  type CostPage,
  fullName,
  type Group,
  groupName,
  METHOD_WORDS,
  REFUSED_WORDS,
  variantDetail,
} from './cost-words.ts';

/** Opens the tasks of a group, or those of them that ended in one way. */
type TasksOf = (key: string, ended?: Ending) => Address;

const TITLES: Readonly<Record<CostGrouping, string>> = {
  variant: 'Variant',
  version: 'Version',
  prompt: 'Prompt',
  model: 'Model',
  service: 'Service',
  query_type: 'Query type',
  environment: 'Environment',
  tag: 'Tag',
};

/** What an outcome costs, a group a row, most spend first. Every figure opens the tasks that it is made of. */
export function OutcomeTable({ page, by, tasksOf }: { page: CostPage; by: CostGrouping; tasksOf: TasksOf }) {
  return (
    <Table label={`Cost per outcome by ${TITLES[by].toLowerCase()}`} stack>
      <THead>
        <Tr>
          <Th>{TITLES[by]}</Th>
          <Th num>Attempts</Th>
          <Th num>Success</Th>
          <Th num>Retries’ share</Th>
          <Th num>Per request</Th>
          <Th num>Per outcome</Th>
          <Th>95 % interval</Th>
          <Th num>{by === 'variant' ? 'Against stable' : 'Against the largest'}</Th>
        </Tr>
      </THead>
      <TBody>
        {page.groups.map((group) => (
          <OutcomeRow key={group.key} group={group} page={page} by={by} tasksOf={tasksOf} />
        ))}
      </TBody>
    </Table>
  );
}

function OutcomeRow({
  group,
  page,
  by,
  tasksOf,
}: {
  group: Group;
  page: CostPage;
  by: CostGrouping;
  tasksOf: TasksOf;
}) {
  const comparison = page.comparisons.find(({ key }) => key === group.key);
  const rate = group.tasks === 0 ? null : group.succeeded / group.tasks;
  const { perOutcome } = group;
  return (
    <Tr tall>
      <Td head sub={by === 'variant' ? variantDetail(group) || 'no model' : undefined}>
        <span className="inline-flex flex-wrap items-center gap-x-2">
          <TextLink href={tasksOf(group.key)} className="font-strong">
            {groupName(group)}
          </TextLink>
          {comparison?.isCheapest && (
            <>
              <StatusBadge state="proven">Cheapest, not worse</StatusBadge>
              <span className="text-11 text-muted-foreground">{within(comparison)}</span>
            </>
          )}
        </span>
      </Td>
      <Td
        num
        label="Attempts"
        sub={group.unknownCostAttempts > 0 ? `${count(group.unknownCostAttempts)} of unknown cost` : undefined}
      >
        <TextLink href={tasksOf(group.key)}>{count(group.attempts)}</TextLink>
      </Td>
      <Td
        num
        label="Success"
        unknown={rate === null}
        sub={group.immature > 0 ? `${count(group.immature)} too young` : undefined}
      >
        {rate === null ? UNKNOWN : <TextLink href={tasksOf(group.key, 'succeeded')}>{percent(rate)}</TextLink>}
      </Td>
      <Td num label="Retries’ share" unknown={group.retriesShare === null}>
        {percent(group.retriesShare)}
      </Td>
      <Td num label="Per request">
        {money(perRequest(group))}
      </Td>
      <Td num label="Per outcome" className="font-strong" sub={wholly(group)}>
        {perOutcome === null ? (
          UNKNOWN
        ) : (
          <TextLink href={tasksOf(group.key)}>
            {perOutcome.bound === 'at_least' ? `≥ ${money(perOutcome.ratio)}` : money(perOutcome.ratio)}
          </TextLink>
        )}
      </Td>
      <Td label="95 % interval" sub={perOutcome === null ? undefined : METHOD_WORDS[perOutcome.method]}>
        <span className="whitespace-nowrap text-muted-foreground">{intervalWords(group)}</span>
      </Td>
      <Td num label="Against" sub={against(comparison)}>
        {page.baselines.includes(group.key) ? (
          by === 'variant' ? (
            'stable'
          ) : (
            'the largest'
          )
        ) : comparison?.cost.refused === null ? (
          change(comparison.cost.ratio - 1)
        ) : (
          <span className="text-muted-foreground">{comparison === undefined ? UNKNOWN : 'not compared'}</span>
        )}
      </Td>
    </Tr>
  );
}

/** Beside a lower bound: the figure of the tasks whose cost is wholly known. */
const wholly = ({ perOutcomeWhollyKnown }: Group): string | undefined =>
  perOutcomeWhollyKnown === null ? undefined : `${money(perOutcomeWhollyKnown.ratio)} where all is known`;

function intervalWords({ perOutcome, missing }: Group): string {
  if (perOutcome === null) return missing === null ? UNKNOWN : MISSING_WORDS[missing];
  if (perOutcome.low === null) return UNKNOWN;
  return perOutcome.high === null
    ? `from ${money(perOutcome.low)}`
    : `${money(perOutcome.low)} – ${money(perOutcome.high)}`;
}

const MISSING_WORDS = {
  no_mature_task: 'no task is old enough',
  no_success: 'no success',
  no_known_cost: 'no known cost',
} as const;

/** The interval of the difference, on the same mix; or why there is none. */
function against(comparison: CostPage['comparisons'][number] | undefined): string | undefined {
  if (comparison === undefined) return undefined;
  const { cost } = comparison;
  if (cost.refused !== null) return REFUSED_WORDS[cost.refused];
  const ends = cost.interval && `${change(cost.interval[0] - 1)} to ${change(cost.interval[1] - 1)}`;
  const leftOut = cost.leftOutShare > 0 ? `, ${percent(cost.leftOutShare)} of tasks left out` : '';
  return ends === null ? undefined : `${ends}${leftOut}`;
}

/** The margin of "not worse", and where it is from. */
const within = ({ margin }: CostPage['comparisons'][number]): string | null =>
  margin &&
  `within ${marginSize(margin)}, ${margin.marginFrom === 'gate_policy' ? 'its gate policy’s margin' : 'the default margin'}`;

/** The division that gives the figure of the group with the most spend. */
export function ArithmeticLine({ page }: { page: CostPage }) {
  const group = page.groups.find(({ key }) => page.baselines.includes(key)) ?? page.groups[0];
  if (group === undefined || group.perOutcome === null) return null;
  const { tool, human, infrastructure } = group.costPico;
  const beside = tool + human + infrastructure;
  return (
    <p className="border-b px-3 py-2 text-12 text-muted-foreground">
      <Figure>{money(dollarsOf(group.spentPico))}</Figure> all attempts, retries and fallbacks included
      {beside > 0n && `, and ${money(dollarsOf(beside))} of it for tools, people and infrastructure`} ÷{' '}
      <Figure>{count(group.succeeded)}</Figure> successful of {count(group.tasks)} ={' '}
      <Figure>{money(group.perOutcome.ratio)}</Figure> for {fullName(group)}
      {group.perOutcome.bound === 'at_least' && ', at least: attempts of unknown cost are in no sum'}
    </p>
  );
}

function Figure({ children }: { children: string }) {
  return <strong className="text-[15px] font-semibold text-foreground">{children}</strong>;
}
