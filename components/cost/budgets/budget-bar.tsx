import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { money } from '#components/ui/format.ts';
import { type Budget, forecastWords, spentWords } from './budgets-headline.ts';

/** Room to the right of the limit, so that its mark stands inside the bar. */
const BEYOND = 1.075;
const HATCH =
  'bg-[repeating-linear-gradient(90deg,var(--stable)_0_2px,transparent_2px_5px)] forced-colors:border-y forced-colors:border-[CanvasText]';

/** A bar of the spend, with the forecast hatched, a mark for each threshold and the longest mark for the limit. */
export function BudgetBar({ budget }: { budget: Budget }) {
  const { limit, spent, percents, notifiedPercent } = budget;
  const total = budget.forecast?.refused === null ? budget.forecast.total : null;
  const end = Math.max(limit * BEYOND, spent ?? 0, total ?? 0, ...percents.map((percent) => (limit * percent) / 100));
  const at = (usd: number) => `${Math.min(100, (100 * usd) / end)}%`;
  return (
    <div
      role="img"
      aria-label={`${spentWords(budget)} used of ${money(limit)}; ${forecastWords(budget.forecast)}; ${thresholdWords(budget)}`}
      className="relative h-3.5"
    >
      <div className="absolute inset-x-0 top-1 h-1.5 overflow-hidden rounded-sm bg-stable-soft forced-color-adjust-none">
        {total !== null && (
          <div
            className={cn('absolute inset-y-0', HATCH)}
            style={{ left: at(spent ?? 0), right: `calc(100% - ${at(total)})` }}
          />
        )}
        {spent !== null && <div className="absolute inset-y-0 left-0 bg-stable" style={{ width: at(spent) }} />}
      </div>
      {percents.map((percent) => (
        <span
          key={percent}
          className={cn(
            'absolute top-[11px] h-[3px] w-px -translate-x-1/2',
            percent <= (notifiedPercent ?? 0) ? 'bg-foreground' : 'bg-border-strong',
          )}
          style={{ left: at((limit * percent) / 100) }}
        />
      ))}
      <span className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-foreground" style={{ left: at(limit) }} />
    </div>
  );
}

/** Inside, over now, over by forecast, or unknown. */
export function BudgetBadge({ budget: { state, over } }: { budget: Budget }) {
  switch (state) {
    case 'inside':
      return <StatusBadge state="ok">Inside</StatusBadge>;
    case 'over':
      return <StatusBadge state="fail">Over by {money(over)}</StatusBadge>;
    case 'forecast_over':
      return <StatusBadge state="over">Over by {money(over)} at the end</StatusBadge>;
    case 'unknown':
      return <StatusBadge state="missing">Unknown</StatusBadge>;
  }
}

/** `notified at 50, 80 and 100 %, 80 % passed`. */
export function thresholdWords({ percents, notifiedPercent }: Pick<Budget, 'percents' | 'notifiedPercent'>): string {
  if (percents.length === 0) return 'no thresholds';
  const list = new Intl.ListFormat('en-GB').format(percents.map(String));
  return `notified at ${list} %${notifiedPercent === null ? ', none passed' : `, ${notifiedPercent} % passed`}`;
}
