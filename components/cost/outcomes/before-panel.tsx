import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge/badge.tsx';
import { change, count, money, percent, plural, range, UNKNOWN } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { type CostRange, NOW } from './cost-headline.ts';
import { type CostPage, REFUSED_WORDS } from './cost-words.ts';

type Total = CostPage['total'];

/** What a successful answer cost in this range and in the one before, and whether the difference is more than chance. */
export function BeforePanel({ page, name }: { page: Pick<CostPage, 'total' | 'before' | 'change'>; name: CostRange }) {
  const { total, before, change } = page;
  return (
    <Panel aria-label="Now and before">
      <PanelHeader title="Now and before" qualifier="of a successful answer, 95 %" />
      <div className="grid flex-1 grid-cols-3 phone:grid-cols-1 phone:[&>div]:border-b phone:[&>div:last-child]:border-b-0">
        <Figure label={`The last ${NOW[name]}`} value={costOf(total)} interval={intervalOf(total)}>
          {tasksOf(total)}
        </Figure>
        <Figure label={`The ${NOW[name]} before`} value={costOf(before)} interval={intervalOf(before)}>
          {tasksOf(before)}
        </Figure>
        <Difference comparison={change} />
      </div>
      <PanelFoot>
        The difference is on the same mix of query types, so that a change of what users want is not taken for one of
        cost. It is real where its whole interval lies on one side of zero.
      </PanelFoot>
    </Panel>
  );
}

function Difference({ comparison }: { comparison: CostPage['change'] }) {
  if (comparison === null || comparison.refused !== null || comparison.interval === null) {
    const why = comparison?.refused ? REFUSED_WORDS[comparison.refused] : 'too few tasks';
    return (
      <Figure label="Difference" value={UNKNOWN} interval={comparison === null ? 'nothing to compare with' : why} />
    );
  }
  const [low, high] = comparison.interval;
  const isReal = low > 1 || high < 1;
  return (
    <Figure
      label="Difference"
      value={change(comparison.ratio - 1)}
      interval={range(low - 1, high - 1, change)}
      badge={
        <Badge plain tone={isReal ? 'neutral' : 'inconclusive'} icon={isReal ? 'check' : 'inconclusive'}>
          {isReal ? 'Real' : 'May be chance'}
        </Badge>
      }
    />
  );
}

function Figure({
  label,
  value,
  interval,
  badge,
  children,
}: {
  label: string;
  value: string;
  interval: string;
  badge?: ReactNode;
  children?: string;
}) {
  return (
    <div className="min-w-0 border-r px-3 py-2.5 last:border-r-0 phone:border-r-0">
      <div className="text-12 text-muted-foreground">{label}</div>
      <div className="flex flex-wrap items-center gap-x-2 text-20 leading-[26px] font-semibold tracking-[-0.015em]">
        {value}
        {badge}
      </div>
      <div className="text-12 text-muted-foreground">{interval}</div>
      {children && <div className="text-12 text-muted-foreground">{children}</div>}
    </div>
  );
}

const costOf = (total: Total): string => {
  const figure = total?.perOutcome ?? null;
  if (figure === null) return UNKNOWN;
  return figure.bound === 'at_least' ? `≥ ${money(figure.ratio)}` : money(figure.ratio);
};

function intervalOf(total: Total): string {
  const figure = total?.perOutcome ?? null;
  if (figure === null) return total === null ? 'no task' : 'no success of known cost';
  if (figure.low === null) return 'no interval';
  return figure.high === null ? `from ${money(figure.low)}` : range(figure.low, figure.high, money);
}

const tasksOf = (total: Total): string | undefined =>
  total === null || total.tasks === 0
    ? undefined
    : `${count(total.succeeded)} of ${plural(total.tasks, 'task')} succeeded (${percent(total.succeeded / total.tasks)})`;
