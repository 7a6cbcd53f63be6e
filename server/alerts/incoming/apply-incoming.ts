import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { incomingAlert } from '#db/schema/incoming.ts';
import type { Severity } from '#server/alerts/domain/alert.ts';
import type { Firing } from '#server/alerts/domain/firing.ts';
import { fireAlerts } from '#server/alerts/fire-alerts.ts';
import { resolveAlerts } from '#server/alerts/record-alerts.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { HOUR_MS } from '#server/platform/pure/durations.ts';
import type { Received } from './contract.ts';
import type { IncomingAlert, IncomingSource } from './domain/incoming-alert.ts';
import { type Episode, stepIncoming } from './domain/step-incoming.ts';

/** Alerts of a transaction. What was committed before a time limit is not done again by the sender's next attempt. */
const CHUNK = 500;
/** A `startsAt` that is older says more about a clock than about the first bad minute. */
const IMPACT_MS_MAX = 168 * HOUR_MS;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

type Known = { episode: Episode | null; severity: Severity; alertId: string | null };
type Applied = Known & { episode: Episode; key: string };

/**
 * Opens, keeps and resolves the alerts that a message lists, and no other. The same message again, and one that comes late,
 * changes nothing that is open (`stepIncoming`). Two messages about one alert wait for each other at its row. A chunk of 500
 * costs five statements, and ten where some open or end.
 */
export async function applyIncoming(
  ctx: Ctx,
  { source, alerts }: { source: IncomingSource; alerts: readonly IncomingAlert[] },
): Promise<Received> {
  const sum: Received = { opened: 0, seen: 0, resolved: 0, ignored: 0 };
  for (const chunk of chunksOf(alerts.map((incoming) => ({ incoming, key: sha256(incoming.key) })))) {
    const done = await inTransaction(ctx, (ctx) => applyChunk(ctx, source, chunk));
    for (const act of done) sum[act] += 1;
  }
  return sum;
}

type Keyed = { incoming: IncomingAlert; key: string };

/** In the order given, an alert at most once a chunk: what is said of it second depends on the first. */
function chunksOf(keyed: readonly Keyed[]): Keyed[][] {
  const chunks: Keyed[][] = [];
  let keys = new Set<string>();
  for (const one of keyed) {
    if (chunks.length === 0 || keys.size === CHUNK || keys.has(one.key)) {
      chunks.push([]);
      keys = new Set();
    }
    chunks.at(-1)?.push(one);
    keys.add(one.key);
  }
  return chunks;
}

/** Whether the project has had an alert that this sender calls `key`. */
export async function knowsAlert(
  ctx: ReadCtx,
  { source, key }: { source: IncomingSource; key: string },
): Promise<boolean> {
  const { projectId } = incomingAlert;
  const named = and(
    eq(projectId, ctx.project.id),
    eq(incomingAlert.source, source),
    eq(incomingAlert.key, sha256(key)),
  );
  const rows = await ctx.db.select({ key: incomingAlert.key }).from(incomingAlert).where(named);
  return rows.length > 0;
}

async function applyChunk(ctx: InTx, source: IncomingSource, keyed: readonly Keyed[]): Promise<(keyof Received)[]> {
  const now = ctx.clock.now();
  const known = await lockKnown(ctx, source, { keys: keyed.map(({ key }) => key).sort(), now });
  const isOpen = await touchOpen(ctx, { known, now });
  const steps = keyed.map(({ incoming, key }) => {
    const before = known.get(key) ?? null;
    const alertId = before?.alertId ?? null;
    const isSeen = alertId !== null && isOpen.has(alertId) && before?.severity === incoming.severity;
    return { incoming, key, before, alertId, isSeen, ...stepIncoming(before?.episode ?? null, incoming, now) };
  });
  const ended = steps.flatMap(({ act, alertId, incoming: { endsAt } }) => {
    const reason = `${SENDERS[source]} says that it ended${endsAt ? ` at ${endsAt.toISOString()}` : ''}.`;
    return act === 'resolve' && alertId !== null ? [{ alertId, reason }] : [];
  });
  const resolved = await resolveAlerts(ctx, { at: now, by: null, ended });
  const fires = steps.filter(({ act, isSeen }) => act === 'fire' && !isSeen);
  const fired = await fireAlerts(
    ctx,
    fires.map(({ key, incoming }) => firingOf(ctx, { source, key, incoming, now })),
  );
  const firedOf = new Map(fires.map(({ key }, i) => [key, fired[i]]));
  const applied = steps.map(({ key, act, episode, before, incoming, alertId }) => ({
    ...{ key, episode, alertId: firedOf.get(key)?.alertId ?? alertId },
    severity: act === 'fire' ? incoming.severity : (before?.severity ?? incoming.severity),
  }));
  await keep(ctx, source, applied);
  return steps.map(({ key, act, alertId, isSeen }) => {
    if (act === 'fire') {
      const outcome = firedOf.get(key);
      return !isSeen && (outcome?.isNew || outcome?.isReopened) ? 'opened' : 'seen';
    }
    return act === 'resolve' && alertId !== null && resolved.has(alertId) ? 'resolved' : 'ignored';
  });
}

const SENDERS: Record<IncomingSource, string> = {
  alertmanager: 'Alertmanager',
  opsgenie: 'The Opsgenie client',
  webhook: 'The webhook',
};

/** The rows of these keys, locked in the order of the keys; a new key gets a row without an episode to lock. */
async function lockKnown(
  ctx: InTx,
  source: IncomingSource,
  { keys, now }: { keys: string[]; now: Date },
): Promise<Map<string, Known>> {
  const of = { projectId: ctx.project.id, source };
  const blank = { episodeAt: null, status: 'resolved', statusAt: now, severity: 'warning', alertId: null } as const;
  if (keys.length === 0) return new Map();
  await ctx.db
    .insert(incomingAlert)
    .values(keys.map((key) => ({ ...of, key, ...blank })))
    .onConflictDoNothing();
  const rows = await ctx.db
    .select()
    .from(incomingAlert)
    .where(
      and(
        eq(incomingAlert.projectId, of.projectId),
        eq(incomingAlert.source, source),
        inArray(incomingAlert.key, keys),
      ),
    )
    .orderBy(asc(incomingAlert.key))
    .for('update');
  return new Map(
    rows.map(({ key, episodeAt, status, statusAt, severity, alertId }) => [
      key,
      { episode: episodeAt === null ? null : { episodeAt, status, statusAt }, severity, alertId },
    ]),
  );
}

/** Counts those alerts that are open as seen once more; returns which are. A person may have resolved the others. */
async function touchOpen(
  ctx: InTx,
  { known, now }: { known: ReadonlyMap<string, Known>; now: Date },
): Promise<Set<string>> {
  const firing = [...known.values()].flatMap(({ episode, alertId }) =>
    episode?.status === 'firing' && alertId !== null ? [alertId] : [],
  );
  if (firing.length === 0) return new Set();
  const open = await ctx.db
    .update(alert)
    .set({ lastSeenAt: now, count: sql`${alert.count} + 1` })
    .where(and(eq(alert.projectId, ctx.project.id), inArray(alert.id, firing), isNull(alert.resolvedAt)))
    .returning({ id: alert.id });
  return new Set(open.map(({ id }) => id));
}

function firingOf(ctx: InTx, { source, key, incoming, now }: Keyed & { source: IncomingSource; now: Date }): Firing {
  const { labels, startsAt } = incoming;
  const age = startsAt === null ? Number.NaN : now.getTime() - startsAt.getTime();
  return {
    ...{ monitorId: null, monitorVersion: null, source, kind: 'incoming', at: now },
    fingerprint: sha256(JSON.stringify([ctx.project.id, source, key])),
    ...{ severity: incoming.severity, title: incoming.title, labels },
    prompt: labels.prompt ?? null,
    environment: labels.environment ?? labels.env ?? null,
    model: labels.model ?? null,
    evidence: { ...incoming.evidence, ...(startsAt === null ? {} : { starts_at: startsAt.toISOString() }) },
    impactStart: age >= 0 && age <= IMPACT_MS_MAX ? startsAt : null,
  };
}

/** Writes what is known after a chunk. One statement. */
async function keep(ctx: InTx, source: IncomingSource, applied: readonly Applied[]): Promise<void> {
  if (applied.length === 0) return;
  const rows = applied.map(({ key, episode, severity, alertId }) => ({
    ...{ projectId: ctx.project.id, source, key, severity, alertId },
    ...episode,
  }));
  await ctx.db
    .insert(incomingAlert)
    .values(rows)
    .onConflictDoUpdate({
      target: [incomingAlert.projectId, incomingAlert.source, incomingAlert.key],
      set: {
        episodeAt: sql`excluded.episode_at`,
        status: sql`excluded.status`,
        statusAt: sql`excluded.status_at`,
        severity: sql`excluded.severity`,
        alertId: sql`excluded.alert_id`,
      },
    });
}
