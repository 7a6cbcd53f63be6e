import { and, desc, eq, gte, lte, ne } from 'drizzle-orm';
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

/** Most rows of each kind that an alert keeps; the newest. */
const KEPT_MAX = 30;

/**
 * What changed from an hour before the first bad minute (or before the firing, where no such minute is known) to the firing,
 * newest first: the feed of changes and the other alerts that opened. Of the whole project: a change to a shared model has no
 * prompt. Two index ranges.
 */
export async function readWhatChanged(
  ctx: ReadCtx,
  { impactStart, at, fingerprint }: { impactStart: Date | null; at: Date; fingerprint: string },
): Promise<WhatChanged[]> {
  const from = new Date(Math.min(impactStart?.getTime() ?? at.getTime(), at.getTime()) - HOUR_MS);
  const changes = await readChanges(ctx, { from, to: new Date(at.getTime() + 1), limit: KEPT_MAX });
  const alerts = await ctx.db
    .select({
      id: alert.id,
      at: alert.openedAt,
      title: alert.title,
      prompt: alert.prompt,
      environment: alert.environment,
      model: alert.model,
    })
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        gte(alert.openedAt, from),
        lte(alert.openedAt, at),
        ne(alert.fingerprint, fingerprint),
      ),
    )
    .orderBy(desc(alert.openedAt))
    .limit(KEPT_MAX);
  return [
    ...changes.map(({ at, kind, title, path, prompt, environment, model, actor }) => ({
      ...{ at: at.toISOString(), kind, title, path, prompt, environment, model, actor: actor.name },
    })),
    ...alerts.map(({ id, at, ...one }) => ({
      ...{ ...one, at: at.toISOString(), kind: 'alert', path: `/alerts?alert=${id}`, actor: null },
    })),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
