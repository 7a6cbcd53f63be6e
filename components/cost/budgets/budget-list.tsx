import { to } from '#components/shell/to.ts';
import { cn } from '#components/ui/cn.ts';
import { count, money, percent } from '#components/ui/format.ts';
import { PlainLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { BudgetBadge, BudgetBar } from './budget-bar.tsx';
import { type Budget, spentWords } from './budgets-headline.ts';
import { CreateBudget } from './save-budget.tsx';

/** Every budget with its bar; a row opens the month of its budget beside the list. */
export function BudgetList({
  project,
  budgets,
  open,
}: {
  project: string;
  budgets: readonly Budget[];
  open: string | null;
}) {
  return (
    <Panel className="self-start">
      <PanelHeader title="Budgets" meta={<CreateBudget />} />
      <ul>
        {budgets.map((budget) => (
          <li key={budget.id} className="border-b last:border-b-0">
            <PlainLink
              href={to.budgets(project, { budget: budget.id })}
              scroll={false}
              aria-current={budget.id === open || undefined}
              className={cn(
                'block px-3 py-2 hover:bg-muted focus-visible:-outline-offset-2',
                budget.id === open && 'bg-accent',
              )}
            >
              <BudgetLine budget={budget} />
            </PlainLink>
          </li>
        ))}
      </ul>
      <PanelFoot>Dark: spent. Hatched: to the end of the month by forecast. The long mark is the budget.</PanelFoot>
    </Panel>
  );
}

function BudgetLine({ budget }: { budget: Budget }) {
  return (
    <>
      <span className="flex flex-wrap items-center justify-between gap-x-2">
        <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{budget.name}</span>
        <BudgetBadge budget={budget} />
      </span>
      <BudgetBar budget={budget} />
      <span className="flex justify-between gap-2 text-12 text-muted-foreground">
        <span>{budget.spent === null ? 'spend unknown' : `${spentWords(budget)} used`}</span>
        <span className="text-right">{shareOfLimit(budget)}</span>
      </span>
    </>
  );
}

/** `forecast 65 % of $18,000`, or without a forecast the share that is spent. */
function shareOfLimit({ forecast, spent, limit }: Budget): string {
  if (forecast?.refused === null) return `forecast ${percentOf(forecast.total, limit)} of ${money(limit)}`;
  return spent === null ? `of ${money(limit)}` : `${percentOf(spent, limit)} of ${money(limit)}, no forecast`;
}

const percentOf = (part: number, whole: number): string =>
  part < whole / 100 ? percent(part / whole) : `${count((100 * part) / whole)}\u00a0%`;
