import { Sparkline } from '#components/charts/sparkline.tsx';
import { monthOf } from '#components/cost/budgets/budgets-headline.ts';
import { figureValue } from '#components/cost/outcomes/figure-words.ts';
import { to } from '#components/shell/to.ts';
import type { Tile } from '#components/ui/data/tile-strip.tsx';
import { money, UNKNOWN } from '#components/ui/format.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { lacksOutcomes, type Money, monthNote, monthSpark, outcomeNote } from './money-words.ts';

/** The tiles of money; without data, in the same size, that it is being read or could not be. */
export function moneyTiles(project: string, data: Money | undefined, failed: boolean): Tile[] {
  const outcomes = to.cost(project, { environment: DEFAULT_ENVIRONMENT, range: '7d' });
  if (data === undefined) {
    const empty = failed
      ? { value: UNKNOWN, quiet: 'could not be read' }
      : { value: <Skeleton className="mt-2 h-3.5 w-16" />, quiet: 'reading' };
    const spark = <div className="h-[26px]" />;
    return [
      { label: 'Cost per outcome', href: outcomes, spark, ...empty },
      { label: 'Spend this month', href: to.budgets(project), spark, ...empty },
    ];
  }
  const { values, ahead } = monthSpark(data.month);
  return [
    {
      label: 'Cost per outcome, 7 d',
      value: figureValue(data.outcomes.figure),
      ...outcomeNote(data.outcomes),
      spark: <Sparkline values={data.outcomes.spark} previous={data.outcomes.sparkBefore} />,
      href: lacksOutcomes(data.outcomes) ? `${outcomes}#send-outcomes` : outcomes,
    },
    {
      label: `Spend, ${monthOf(data.month)}`,
      value:
        data.month.spent !== null && data.month.unknown > 0
          ? `≥\u00a0${money(data.month.spent)}`
          : money(data.month.spent),
      ...monthNote(data),
      spark: <Sparkline values={values} other={{ values: ahead }} limit={data.limit ?? undefined} min={0} />,
      href: to.budgets(project),
    },
  ];
}
