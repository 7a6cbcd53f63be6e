import type { TaskFacts } from '#server/cost/domain/outcome-cost.ts';

export const HOUR_MS = 3_600_000;

/** A task that started at 0, had one attempt and succeeded, at `dollars`; `facts` replaces the rest. */
export function taskFacts(dollars: number, facts: Partial<TaskFacts> = {}): TaskFacts {
  return {
    startedAtMs: 0,
    attempts: 1,
    unknownCostAttempts: 0,
    costPico: { llm: BigInt(Math.round(dollars * 1e12)), tool: 0n, human: 0n, infrastructure: 0n },
    retriedPico: 0n,
    judgePico: 0n,
    succeeded: true,
    value: null,
    ...facts,
  };
}
