import { and, desc, eq, gte, lte } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { readChanges } from '#server/audit/read-changes.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';

/** One change or one other alert of the hour before, as it is stored with an alert. */
export type WhatChanged = {
  /** ISO 8601. */
  at: string;
  /** A kind of the feed of changes, or `alert`. */
  kind: string;
  title: string;
  /** Relative to the project's address. */
  path: string;
  prompt: string | null;
  environment: string | null;
  model: string | null;
  actor: string | null;
};

/** What fires, as far as it decides what is listed before it. */
type Before = { impactStart: Date | null; at: Date; fingerprint: string };

/** Most rows of each kind that an alert keeps; the newest. */
const KEPT_MAX = 30;

const fromOf = ({ impactStart, at }: Before): number =>
  Math.min(impactStart?.getTime() ?? at.getTime(), at.getTime()) - HOUR_MS;

/**
 * Reads what changed before several alerts that fire at the same time, once for all of them: two index ranges. Returns for
 * each what changed from an hour before its first bad minute (or before the firing, where no such minute is known) to the
 * firing, newest first: the feed of changes and the other alerts that were open or had been. Of the whole project: a change
 * to a shared model has no prompt. The newest of the longest range are the newest of each shorter one, as all end at once.
 */
export async function readWhatChanged(
  ctx: ReadCtx,
  firings: readonly Before[],
): Promise<(one: Before) => WhatChanged[]> {
  const to = new Date(Math.max(...firings.map(({ at }) => at.getTime())));
  const from = new Date(Math.min(...firings.map(fromOf)));
  const changes = await readChanges(ctx, { from, to: new Date(to.getTime() + 1), limit: KEPT_MAX });
  const alerts = await ctx.db
    .select({
      id: alert.id,
      fingerprint: alert.fingerprint,
      at: alert.openedAt,
      title: alert.title,
      prompt: alert.prompt,
      environment: alert.environment,
      model: alert.model,
    })
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), gte(alert.openedAt, from), lte(alert.openedAt, to)))
    .orderBy(desc(alert.openedAt))
    // Those of its own fingerprint are left out: one in half an hour at most.
    .limit(2 * KEPT_MAX);
  return (one) =>
    [
      ...changes
        .filter(({ at }) => at.getTime() >= fromOf(one))
        .map(({ at, kind, title, path, prompt, environment, model, actor }) => ({
          ...{ at: at.toISOString(), kind, title, path, prompt, environment, model, actor: actor.name },
        })),
      ...alerts
        .filter(({ at, fingerprint }) => at.getTime() >= fromOf(one) && fingerprint !== one.fingerprint)
        .slice(0, KEPT_MAX)
        .map(({ id, at, title, prompt, environment, model }) => ({
          ...{ at: at.toISOString(), kind: 'alert', title, path: `/alerts?alert=${id}` },
          ...{ prompt, environment, model, actor: null },
        })),
    ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
