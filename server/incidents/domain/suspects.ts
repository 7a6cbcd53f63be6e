import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import type { IncidentScope } from './incident.ts';

/** A change of the feed, as far as it is ranked by. */
export type RankedChange = {
  at: number;
  kind: string;
  environment: string | null;
  prompt: string | null;
  model: string | null;
};

/** How near a change is to the traffic that went bad. */
export const CLOSENESS = { prompt: 3, route: 2, project: 1 } as const;
export type Closeness = keyof typeof CLOSENESS;

export type Suspect<C> = C & { closeness: Closeness; score: number; beforeMs: number };

/** Changes that alter nothing that is served. */
const HARMLESS = ['incident', 'gate'];
/** Minutes after which a change weighs 1/e. */
const FADES_MS = 60 * MINUTE_MS;
/** A change of the same prompt or route within this time before the impact is its probable trigger. */
export const TRIGGER_MS = 15 * MINUTE_MS;

/** Whether the change is of this traffic: the same prompt, the same route (its model), or only the same project. */
export function closenessOf(change: RankedChange, scope: IncidentScope): Closeness {
  const elsewhere =
    change.environment !== null && scope.environment !== null && change.environment !== scope.environment;
  if (elsewhere) return 'project';
  if (change.prompt !== null && change.prompt === scope.prompt) return 'prompt';
  if (change.model !== null && scope.model !== null && change.model === scope.model) {
    return change.prompt === null || scope.prompt === null ? 'route' : 'project';
  }
  return 'project';
}

/**
 * Changes before the impact, the most suspect first: `scope × exp(−Δt / 60 min)`. They preceded it; nothing here says that
 * they caused it. `startedAt` in ms; changes at or after it are left out. One that is a whole minute is the first bad minute of
 * rollups: what changed within it may have been before its first bad request.
 */
export function rankSuspects<C extends RankedChange>(
  changes: readonly C[],
  scope: IncidentScope,
  startedAt: number,
): Suspect<C>[] {
  const end = startedAt % MINUTE_MS === 0 ? startedAt + MINUTE_MS : startedAt;
  return changes
    .filter((change) => change.at < end && !HARMLESS.includes(change.kind))
    .map((change) => {
      const closeness = closenessOf(change, scope);
      const beforeMs = Math.max(0, startedAt - change.at);
      return { ...change, closeness, beforeMs, score: CLOSENESS[closeness] * Math.exp(-beforeMs / FADES_MS) };
    })
    .sort((a, b) => b.score - a.score || b.at - a.at);
}

/** The probable trigger: the first suspect of this prompt or route that is at most 15 minutes before the impact. */
export const triggerOf = <C extends RankedChange>(suspects: readonly Suspect<C>[]): Suspect<C> | null =>
  suspects.find(({ closeness, beforeMs }) => closeness !== 'project' && beforeMs <= TRIGGER_MS) ?? null;
