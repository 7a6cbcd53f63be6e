'use client';

import { useQueryStates } from 'nuqs';
import { activeFilters } from '#components/shell/filters/filters.ts';
import { useFilters } from '#components/shell/filters/use-filters.ts';
import { to } from '#components/shell/to.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Sheet } from '#components/ui/overlay/sheet.tsx';
import { type CostState, costInput, costParsers } from './cost-state.ts';
import { type CostPage, fullName } from './cost-words.ts';
import { TaskDetail } from './task-detail.tsx';
import { TasksList } from './tasks-list.tsx';

const ENDED_WORDS = { succeeded: ' that succeeded', failed: ' that failed', unknown: ' without an outcome' } as const;

/** The tasks behind a figure of the page, or one of them, beside it. */
export function TasksSheet({ project, page }: { project: string; page: CostPage }) {
  const { filters } = useFilters();
  const [state, setState] = useQueryStates(costParsers);
  const isOpen = state.tasks !== null || state.task !== null;
  const close = () => void setState({ tasks: null, task: null, ended: null, at: null });
  const address = (task: string | null) => to.cost(project, { ...activeFilters(filters), ...stateQuery(state), task });
  const group = page.groups.find(({ key }) => key === state.tasks);
  return (
    <Sheet
      title={state.task === null ? 'Tasks' : 'Task'}
      open={isOpen}
      onOpenChange={(open) => (open ? undefined : close())}
    >
      {state.task !== null ? (
        <div className="grid gap-3">
          {state.tasks !== null && (
            <p>
              <TextLink href={address(null)}>All tasks of this figure</TextLink>
            </p>
          )}
          <TaskDetail project={project} task={state.task} />
        </div>
      ) : (
        <div className="grid gap-3">
          <p className="text-muted-foreground">
            Tasks of {group === undefined ? 'all groups' : fullName(group)}
            {state.ended === null ? '' : ENDED_WORDS[state.ended]}, newest first. A task is all requests of one
            operation_id, else of one outcome_id, else one request.
          </p>
          <TasksList input={tasksInput(project, page, { filters, state })} taskOf={address} />
        </div>
      )}
    </Sheet>
  );
}

/** The state as a query; what is left at its default is left out. */
export function stateQuery({ range, by, success, tasks, ended, at }: CostState) {
  return {
    range: range === '30d' ? null : range,
    by: by === 'variant' ? null : by,
    success: success === 'outcome' ? null : success,
    tasks,
    ended,
    at,
  };
}

/** Mature tasks of the page's range, or of the stretch of the chart that was picked. */
function tasksInput(
  project: string,
  page: CostPage,
  { filters, state }: { filters: Parameters<typeof costInput>[1]; state: CostState },
) {
  const { range: _, groupBy, ...narrowed } = costInput(project, filters, state);
  const from = state.at === null ? page.from : Math.max(page.from, state.at);
  const until = Math.min(page.to, page.matureUntil);
  const to = state.at === null ? until : Math.min(until, state.at + page.stepMs);
  return {
    ...narrowed,
    from: new Date(from),
    to: new Date(Math.max(to, from + 1)),
    ...(state.tasks === null || state.tasks === 'all' ? {} : { groupBy, key: state.tasks }),
    ended: state.ended ?? undefined,
  };
}
