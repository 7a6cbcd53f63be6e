'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { CostHead } from '#components/cost/cost-head.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Progress } from '#components/ui/data/progress.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { duration } from '#components/ui/format.ts';
import { Tooltip } from '#components/ui/overlay/tooltip.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { CachesPanel } from './caches-panel.tsx';
import { SavingsCard } from './savings-card.tsx';
import { bySaved, type SavingsState, savingsEvidence, savingsHeadline } from './savings-words.ts';

/** What could be saved, under the tabs of cost. */
export function SavingsPage({ project }: { project: string }) {
  const state = useSavings(project);
  return (
    <>
      <CostHead tab="savings" headline={savingsHeadline(state)} evidence={savingsEvidence(state)} />
      <SavingsTab project={project} />
    </>
  );
}

/** A card for each technique, and what caches did; how old the report is, and the button that computes another. */
function SavingsTab({ project }: { project: string }) {
  const state = useSavings(project);
  const { report } = state;
  return (
    <>
      {report === null && !isMoving(state) ? <NoReport state={state} /> : <ReportAge state={state} />}
      {report !== null && (
        <>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,340px),1fr))] items-start gap-4 phone:gap-3">
            {bySaved(report.cards).map((card) => (
              <SavingsCard key={card.technique} card={card} />
            ))}
          </div>
          <CachesPanel caches={report.caches} />
        </>
      )}
    </>
  );
}

const isMoving = ({ status }: SavingsState): boolean => status === 'queued' || status === 'running';

function useSavings(project: string): SavingsState {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.savings.report.queryOptions({ project }),
    refetchInterval: whileMoving(isMoving, { fast: AGAIN_MS.watched, slow: AGAIN_MS.week }),
  });
  return data;
}

/** When the report was computed, or how far the next one is. */
function ReportAge({ state }: { state: SavingsState }) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      {isMoving(state) ? (
        <Progress
          label="Savings report"
          value={state.progress}
          className="w-56 max-w-full"
          left={state.status === 'queued' ? 'waits for the worker' : 'being computed'}
        />
      ) : (
        state.computedAt && (
          <p className="text-12 text-muted-foreground">
            Computed <Time at={state.computedAt} /> in {duration(state.tookMs)}
          </p>
        )
      )}
      <ComputeButton isMoving={isMoving(state)}>Compute again</ComputeButton>
      {state.error !== null && <FieldError>{state.error}</FieldError>}
    </div>
  );
}

function ComputeButton({ isMoving, children }: { isMoving: boolean; children: string }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const compute = useMutation(trpc.savings.compute.mutationOptions());
  const refusal = may('savings.compute');
  if (refusal !== null) {
    return (
      <Tooltip content={refusal}>
        <Button size="sm" aria-disabled="true">
          {children}
        </Button>
      </Tooltip>
    );
  }
  return (
    <Button
      size="sm"
      disabled={isMoving || compute.isPending}
      onClick={() => compute.mutate({ project: project.name })}
    >
      {children}
    </Button>
  );
}

function NoReport({ state }: { state: SavingsState }) {
  const { edgeUrl } = useProject();
  return (
    <Panel>
      <EmptyState
        level={2}
        title="A first report"
        command={`curl -X POST ${edgeUrl}/api/v1/cost/savings -H "Authorization: Bearer $SWITCHYARD_API_KEY" -H 'Content-Type: application/json' -d '{}'`}
        action={<ComputeButton isMoving={false}>Compute savings</ComputeButton>}
      >
        The worker replays the requests of the last 30 days and compares paired runs: what each technique would have
        saved, line by line, with its interval, or why the evidence is too thin.
      </EmptyState>
      {state.error !== null && (
        <div className="px-5 pb-5">
          <FieldError>{state.error}</FieldError>
        </div>
      )}
    </Panel>
  );
}
