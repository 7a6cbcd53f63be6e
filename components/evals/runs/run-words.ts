import type { Outputs } from '#components/shell/trpc.ts';
import type { BadgeState } from '#components/ui/badge/badge-states.ts';
import { modelText } from '#server/prompts/domain/variant.ts';

/** A run as lists have it. */
export type Run = Outputs['evals']['runs']['data'][number];
/** A run by itself. */
export type OneRun = Outputs['evals']['run'];

export const RUN_STATUS: Record<Run['status'], { state: BadgeState; word: string }> = {
  queued: { state: 'waits', word: 'Queued' },
  running: { state: 'running', word: 'Running' },
  completed: { state: 'completed', word: 'Completed' },
  failed: { state: 'failed', word: 'Failed' },
  cancelled: { state: 'cancelled', word: 'Cancelled' },
};

/** `version 8 with openai/gpt-4` */
export function variantOfRun(run: Pick<Run, 'version' | 'provider' | 'model'>): string {
  const model = modelText(run);
  return model ? `version ${run.version} with ${model}` : `version ${run.version}`;
}
