import type { Labels } from '#server/alerts/domain/traffic.ts';
import { readChanges } from '#server/audit/read-changes.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** Deployments that are looked through, the newest. */
const DEPLOYMENTS_MAX = 1_000;

/** When what serves a prompt in an environment changed (ms, ascending), by {@link servedKey}. */
export type Deployments = ReadonlyMap<string, readonly number[]>;

/** Of a series that is of one prompt in one environment; null of any other. */
export const servedKey = ({ prompt, environment }: Labels): string | null =>
  prompt === undefined || environment === undefined ? null : JSON.stringify([prompt, environment]);

/** Deployments and roll backs in `[from, to)` (ms). One range of the index of changes. */
export async function readDeployments(ctx: ReadCtx, { from, to }: { from: number; to: number }): Promise<Deployments> {
  const changes = await readChanges(ctx, {
    ...{ from: new Date(from), to: new Date(to), kinds: ['deployment', 'rollback'], limit: DEPLOYMENTS_MAX },
  });
  const deployments = new Map<string, number[]>();
  for (const { at, prompt, environment } of changes.reverse()) {
    const key = servedKey({ ...(prompt ? { prompt } : {}), ...(environment ? { environment } : {}) });
    if (key !== null) deployments.set(key, [...(deployments.get(key) ?? []), at.getTime()]);
  }
  return deployments;
}
