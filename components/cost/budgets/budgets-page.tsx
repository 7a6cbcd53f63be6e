'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { CostHead } from '#components/cost/cost-head.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { BudgetList } from './budget-list.tsx';
import { BudgetMonth, ProjectMonth } from './budget-month.tsx';
import { budgetsEvidence, budgetsHeadline } from './budgets-headline.ts';
import { JumpsPanel } from './jumps-panel.tsx';
import { KeysPanel } from './keys-panel.tsx';
import { CreateBudget } from './save-budget.tsx';

/** The budgets of a project under the tabs of cost. */
export function BudgetsPage({ project }: { project: string }) {
  const data = useBudgets(project);
  return (
    <>
      <CostHead tab="budgets" headline={budgetsHeadline(data)} evidence={budgetsEvidence(data)} />
      <BudgetsTab project={project} />
    </>
  );
}

/** Every budget, the month of the one that is open, and what jumped. */
function BudgetsTab({ project }: { project: string }) {
  const { budgets, month } = useBudgets(project);
  const [chosen] = useQueryState('budget', parseAsString);
  const open = budgets.find(({ id }) => id === chosen) ?? budgets[0];
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_380px] gap-4 max-[1100px]:grid-cols-1">
        {open === undefined ? (
          <ProjectMonth project={project} spend={month} />
        ) : (
          <BudgetMonth key={open.id} project={project} budget={open} />
        )}
        {open === undefined ? <NoBudget /> : <BudgetList project={project} budgets={budgets} open={open.id} />}
      </div>
      <KeysPanel project={project} />
      <JumpsPanel project={project} />
    </>
  );
}

function useBudgets(project: string) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.budgets.page.queryOptions({ project }),
    refetchInterval: AGAIN_MS.week,
  });
  return data;
}

function NoBudget() {
  const { edgeUrl } = useProject();
  return (
    <Panel className="self-start">
      <EmptyState
        level={2}
        title="A first budget"
        command={`curl ${edgeUrl}/api/v1/budgets -H "Authorization: Bearer $SWITCHYARD_API_KEY" -H 'Content-Type: application/json' -d '{"scope": "project", "amount_usd": 500}'`}
        action={<CreateBudget />}
      >
        A budget says what may be spent in a calendar month by the project, a prompt, a model, a key or a tag, and
        notifies once when half of it, and each further threshold, is spent.
      </EmptyState>
    </Panel>
  );
}
