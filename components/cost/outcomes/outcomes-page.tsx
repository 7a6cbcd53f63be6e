'use client';

import { keepPreviousData, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { FilterBar } from '#components/shell/filters/filter-bar.tsx';
import { activeFilters } from '#components/shell/filters/filters.ts';
import { useFilters } from '#components/shell/filters/use-filters.ts';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { facetOptions } from '#components/telemetry/facet-options.ts';
import { SendFirstEvent } from '#components/telemetry/send-first-event.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { marginSize } from '#server/cost/domain/margin-words.ts';
import { DEFAULT_MARGIN } from '#server/evals/domain/margin.ts';
import { CostHead } from '../cost-head.tsx';
import { TopSavings } from '../savings/top-savings.tsx';
import { BeforePanel } from './before-panel.tsx';
import { CostChoices } from './cost-choices.tsx';
import { costEvidence, costHeadline } from './cost-headline.ts';
import { costInput, costParsers } from './cost-state.ts';
import type { CostPage } from './cost-words.ts';
import { CountingDialog } from './counting-dialog.tsx';
import { OutcomeChart } from './outcome-chart.tsx';
import { ArithmeticLine, OutcomeTable } from './outcome-table.tsx';
import { lacksOutcomes, SendOutcomes } from './send-outcomes.tsx';
import { stateQuery, TasksSheet } from './tasks-sheet.tsx';

const RANGES = [
  { value: '7d', label: '7 d' },
  { value: '30d', label: '30 d' },
  { value: '90d', label: '90 d' },
] as const;

/** What one good answer costs: over time, by group, against what serves. */
export function OutcomesPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { filters } = useFilters();
  const [state, setState] = useQueryStates(costParsers);
  const { data: facets } = useSuspenseQuery(trpc.telemetry.facets.queryOptions({ project }));
  const read = useQuery({
    ...trpc.cost.outcomes.queryOptions(costInput(project, filters, state)),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS.resting,
  });
  const page = read.data;
  const choices = (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <FilterBar facets={facetOptions(facets, filters.prompt)} always={['environment', 'prompt', 'model', 'service']} />
      <div className="flex flex-wrap items-center gap-2">
        <CostChoices state={state} onChange={(next) => void setState(next)} />
        {page !== undefined && <CountingDialog page={page} />}
      </div>
    </div>
  );
  if (page === undefined) {
    return (
      <>
        <CostHead
          tab="outcomes"
          headline={read.isLoadingError ? 'These figures could not be read.' : 'Cost per outcome'}
        />
        {choices}
        {read.isLoadingError ? (
          <Panel>
            <NotLoaded read={read} />
          </Panel>
        ) : (
          <Skeleton className="h-[60vh]" />
        )}
      </>
    );
  }
  if (page.firstEver === null) return <NoTasks />;
  const opened = (query: Record<string, string | number | null>) =>
    to.cost(project, { ...activeFilters(filters), ...stateQuery({ ...state, ended: null, at: null }), ...query });
  return (
    <>
      <CostHead
        tab="outcomes"
        headline={costHeadline(page, state.range)}
        evidence={costEvidence(page, state.success)}
      />
      {choices}
      {lacksOutcomes(page, state.success) && <SendOutcomes />}
      <div aria-busy={read.isPlaceholderData} className="contents">
        <div className="grid grid-cols-2 gap-4 compact:grid-cols-1 phone:gap-3">
          <BeforePanel page={page} name={state.range} />
          <TopSavings project={project} />
        </div>
        <Panel>
          <PanelHeader
            title="Cost per outcome"
            qualifier="by start of the task, with its 95 % interval"
            meta={
              <Segmented
                label="Range"
                options={RANGES}
                value={state.range}
                onChange={(range) => void setState({ range, at: null })}
              />
            }
          />
          <PanelBody>
            <OutcomeChart project={project} page={page} onPick={(at) => void setState({ tasks: 'all', at })} />
          </PanelBody>
          <PanelFoot>
            The five with most spend. Bands are log-delta or Fieller intervals of each stretch; the table names its own.
          </PanelFoot>
        </Panel>
        <GroupsPanel page={page}>
          <OutcomeTable
            page={page}
            by={state.by}
            tasksOf={(key, ended) => opened({ tasks: key, ended: ended ?? null })}
          />
        </GroupsPanel>
      </div>
      <TasksSheet project={project} page={page} />
    </>
  );
}

function GroupsPanel({ page, children }: { page: CostPage; children: React.ReactNode }) {
  return (
    <Panel>
      <PanelHeader title="What an outcome costs" qualifier="a task counts for the group of its first attempt" />
      <ArithmeticLine page={page} />
      {page.groups.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          No task in this range. Widen the range or remove a filter.
        </PanelBody>
      ) : (
        children
      )}
      <PanelFoot>
        All attempts of a task count, and costs that name its operation. Against: cost per outcome on the same mix of
        query types, 95 %. “Cheapest, not worse” needs eval runs of both on one golden set: within the margin of the
        prompt’s gate policy ({marginSize(DEFAULT_MARGIN)} where it has none) in every category by Tango’s test, Holm
        over the candidates.
      </PanelFoot>
    </Panel>
  );
}

/** Before the first event of a project. */
function NoTasks() {
  return (
    <>
      <CostHead
        tab="outcomes"
        headline="What a good answer costs is not known yet."
        evidence="A task is all requests of one operation_id; an outcome says whether it succeeded."
      />
      <Panel>
        <EmptyState level={2} title="Send events, then outcomes" action={<SendFirstEvent />}>
          Events with cost_usd or tokens say what each attempt cost, POST /api/v1/outcomes which tasks succeeded, and
          POST /api/v1/costs what tools and people cost beside them. Once a task is old enough to count, the first cost
          per outcome stands here.
        </EmptyState>
      </Panel>
    </>
  );
}
