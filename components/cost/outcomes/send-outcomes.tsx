'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { SuccessBy } from '#server/cost/domain/success.ts';
import type { CostPage } from './cost-words.ts';

/** Whether outcomes decide, and no task of the range that is old enough has one. */
export const lacksOutcomes = ({ total }: Pick<CostPage, 'total'>, successBy: SuccessBy): boolean =>
  successBy === 'outcome' && total !== null && total.tasks > 0 && total.withoutOutcome === total.tasks;

/** How the first outcome is sent; tiles of other pages link to it. */
export function SendOutcomes() {
  const { edgeUrl } = useProject();
  return (
    <Panel id="send-outcomes" className="scroll-mt-16">
      <EmptyState
        level={2}
        title="No outcome was sent for these tasks"
        command={`curl ${edgeUrl}/api/v1/outcomes -H "Authorization: Bearer $SWITCHYARD_API_KEY" -H 'Content-Type: application/json' -d '{"outcomes": [{"id": "o-1", "outcome_id": "ticket-71", "success": true, "at": "${AT}"}]}'`}
      >
        An outcome says whether a task succeeded: it names the outcome_id that the events of the task carry. Until then
        every task counts as failed, and a successful answer has no cost. Tasks can also be judged by feedback or by
        quality, above.
      </EmptyState>
    </Panel>
  );
}

/** An instant as the API takes it; any will do, as it is an example. */
const AT = '2026-11-20T10:00:00Z';
