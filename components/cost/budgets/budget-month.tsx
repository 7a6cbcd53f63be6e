'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Facts } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { money, plural, share } from '#components/ui/format.ts';
import { Confirm } from '#components/ui/overlay/confirm.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { thresholdWords } from './budget-bar.tsx';
import { type Budget, type BudgetsData, forecastWords, monthOf, spentWords, whyUnknown } from './budgets-headline.ts';
import { MonthChart } from './month-chart.tsx';
import { EditBudget } from './save-budget.tsx';

const SOURCE: Record<BudgetsData['month']['source'], string> = {
  rollups: 'From the rollups, the newest minutes from the requests themselves.',
  requests: 'From single requests: no rollup has tags. Requests that are no longer kept are not in it.',
};

/** The month of one budget: how it adds up, the figures in words, and what can be done with it. */
export function BudgetMonth({ project, budget }: { project: string; budget: Budget }) {
  const why = whyUnknown(budget);
  return (
    <Panel>
      <PanelHeader
        title={budget.name}
        qualifier={`${monthOf(budget)}, UTC, ${money(budget.limit)}`}
        meta={
          <>
            <EditBudget budget={budget} />
            <DeleteBudget budget={budget} />
          </>
        }
      />
      <div className="px-2.5 pt-1 pb-2">
        <MonthChart project={project} name={budget.name} spend={budget} limit={budget.limit} />
      </div>
      {why !== null && <PanelBody className="border-t">{why}</PanelBody>}
      <PanelBody className="border-t">
        <Facts facts={[...spendFacts(budget), ['Thresholds', thresholdWords(budget)], ['Limit', hardWords(budget)]]} />
      </PanelBody>
      <PanelFoot>{SOURCE[budget.source]}</PanelFoot>
    </Panel>
  );
}

/** The month of the project where it has no budget of its own. */
export function ProjectMonth({ project, spend }: { project: string; spend: BudgetsData['month'] }) {
  return (
    <Panel>
      <PanelHeader title="The project" qualifier={`${monthOf(spend)}, UTC, no budget`} />
      <div className="px-2.5 pt-1 pb-2">
        <MonthChart project={project} name="the project" spend={spend} limit={null} />
      </div>
      <PanelBody className="border-t">
        <Facts facts={spendFacts(spend)} />
      </PanelBody>
      <PanelFoot>{SOURCE[spend.source]}</PanelFoot>
    </Panel>
  );
}

function spendFacts(spend: BudgetsData['month']): [string, string][] {
  const { unknown, requests, keyless, steps } = spend;
  const price = steps
    .map(
      ({ at, factor }) =>
        `from ${calendarDay(at, at)} a day costs ${share(Math.abs(factor - 1))} ${factor > 1 ? 'more' : 'less'}`,
    )
    .join('; ');
  return [
    ['Spent', `${spentWords(spend)}, ${plural(requests, 'request')}`],
    ...(unknown > 0 ? [['Cost unknown', `${plural(unknown, 'request')}, in no sum`] satisfies [string, string]] : []),
    ...(keyless > 0
      ? [
          ['Key not recorded', `${plural(keyless, 'request')} of the project, which may be of this key`] satisfies [
            string,
            string,
          ],
        ]
      : []),
    ['End of the month', forecastWords(spend.forecast)],
    ...(price === '' ? [] : [['Announced prices', price] satisfies [string, string]]),
  ];
}

function hardWords({ hardState }: Budget): string {
  if (hardState === null) return 'soft: notifies only';
  const state = hardState === 'open' ? 'open' : 'exhausted';
  return `hard, ${state}. Nothing refuses requests until traffic goes through the gateway`;
}

function DeleteBudget({ budget }: { budget: Budget }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { project, may } = useProject();
  const remove = useMutation(
    trpc.budgets.delete.mutationOptions({ meta: { errors: 'inline', done: `Budget of ${budget.name} deleted` } }),
  );
  if (may('budget.write') !== null) return null;
  return (
    <Confirm
      tone="refuse"
      title={`Delete the budget of ${budget.name}?`}
      effects={[
        'Its thresholds are no longer notified.',
        'Its past notifications stay in the feed and in the audit log.',
      ]}
      confirmLabel="Delete the budget"
      onConfirm={async () => {
        await remove.mutateAsync({ project: project.name, id: budget.id });
        router.replace(to.budgets(project.name), { scroll: false });
      }}
      trigger={
        <Button size="sm" variant="refuse">
          Delete
        </Button>
      }
    />
  );
}
