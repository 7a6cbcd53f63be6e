import { BudgetBadge, BudgetBar } from '#components/cost/budgets/budget-bar.tsx';
import { type Budget, forecastWords, monthOf, spentWords } from '#components/cost/budgets/budgets-headline.ts';
import { to } from '#components/shell/to.ts';
import { Rows } from '#components/ui/data/rows.tsx';
import { money } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { type Money, moreWords, todayOf } from './money-words.ts';

const SHOWN_MAX = 5;

/** The month against each budget: today, so far, and to its end by forecast. */
export function SpendPanel({ project, data }: { project: string; data: Money | undefined }) {
  if (data === undefined) {
    return (
      <Panel>
        <PanelHeader title="Spend against budget" />
        <SkeletonRows rows={2} tall label="Loading the budgets" />
      </Panel>
    );
  }
  const { budgets, month, moreBudgets } = data;
  const more = budgets.length - SHOWN_MAX + moreBudgets;
  return (
    <Panel>
      <PanelHeader
        title="Spend against budget"
        qualifier={`${monthOf(month)}, UTC, all environments`}
        meta={<TextLink href={to.budgets(project)}>{more > 0 ? moreWords(more) : 'Budgets'}</TextLink>}
      />
      {budgets.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          No budget is set. {capital(monthOf(month))}: {spentWords(month)} spent; {forecastWords(month.forecast)}.{' '}
          <TextLink href={to.budgets(project)}>Set a budget</TextLink>
        </PanelBody>
      ) : (
        <>
          <Rows>
            {budgets.slice(0, SHOWN_MAX).map((budget) => (
              <li key={budget.id} className="border-b px-3 py-2">
                <BudgetLine project={project} budget={budget} />
              </li>
            ))}
          </Rows>
          <PanelFoot>Dark: spent. Hatched: to the end of the month by forecast. The long mark is the budget.</PanelFoot>
        </>
      )}
    </Panel>
  );
}

function BudgetLine({ project, budget }: { project: string; budget: Budget }) {
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-2">
        <TextLink
          href={to.budgets(project, { budget: budget.id })}
          data-row={budget.id}
          className="min-w-0 font-medium [overflow-wrap:anywhere]"
        >
          {budget.name}
        </TextLink>
        <BudgetBadge budget={budget} />
      </div>
      <BudgetBar budget={budget} />
      <div className="flex flex-wrap justify-between gap-x-3 text-12 text-muted-foreground">
        <span>
          Today {money(todayOf(budget))}, {spentWords(budget)} of {money(budget.limit)} this month
        </span>
        <span>{capital(forecastWords(budget.forecast))}</span>
      </div>
    </>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
