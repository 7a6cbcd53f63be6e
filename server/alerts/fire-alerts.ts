import { and, asc, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { isLouder, type Severity } from './domain/alert.ts';
import type { Firing } from './domain/firing.ts';
import { readWhatChanged, type WhatChanged } from './read-what-changed.ts';
import { addEntries, type NewEntry } from './write-entries.ts';

/** What a firing did: it added to an open alert where it is neither new nor reopened. */
export type Fired = { alertId: string; isNew: boolean; isReopened: boolean };

/** How long after its end an alert that fires again is the same alert, so that nobody is paged for it twice. */
const REOPEN_MS = 30 * MINUTE_MS;

/** Alerts that one statement writes: below the 65,535 parameters of a statement. */
const BATCH = 1_000;

type ChangesBefore = (one: Firing) => WhatChanged[];

/**
 * Records that each of `firings` fires, in the order given: it adds to the open alert of its fingerprint, reopens one that
 * was resolved within the last 30 minutes, or opens a new one with what changed in the hour before. An open alert that
 * becomes louder gets the entry `worse`. For each 1,000 alerts one statement a table and step, six at most; what changed is
 * read once, before any of them is opened, so that alerts that fire at once do not list each other. Two transactions that
 * fire the same fingerprint make one alert: the second waits at the partial unique index. Fingerprints are locked in their
 * order, so that two such transactions do not wait for each other.
 */
export async function fireAlerts(ctx: InTx, firings: readonly Firing[]): Promise<Fired[]> {
  const fired = new Map<Firing, Fired>();
  let before: ChangesBefore | null = null;
  const changesBefore = async (): Promise<ChangesBefore> => (before ??= await readWhatChanged(ctx, firings));
  let rest = firings.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : a.fingerprint > b.fingerprint ? 1 : 0));
  while (rest.length > 0) {
    const batch = new Map<string, Firing>();
    for (const one of rest) {
      if (batch.size === BATCH) break;
      if (!batch.has(one.fingerprint)) batch.set(one.fingerprint, one);
    }
    rest = rest.filter((one) => batch.get(one.fingerprint) !== one);
    for (const [one, outcome] of await fireBatch(ctx, [...batch.values()], changesBefore)) fired.set(one, outcome);
  }
  return firings.flatMap((one) => fired.get(one) ?? []);
}

/** Fires alerts of different fingerprints. */
async function fireBatch(ctx: InTx, firings: Firing[], changesBefore: () => Promise<ChangesBefore>) {
  const fired = new Map<Firing, Fired>();
  const entries: NewEntry[] = [];
  const open = await lockOpen(ctx, firings);
  const again = firings.filter((one) => open.has(one.fingerprint));
  const ended = await lockEnded(
    ctx,
    firings.filter((one) => !open.has(one.fingerprint)),
  );
  const updates: Update[] = [];
  for (const one of again) {
    const { id, severity } = open.get(one.fingerprint) ?? { id: '', severity: one.severity };
    const isWorse = isLouder(one.severity, severity);
    updates.push({ id, one, says: isWorse });
    fired.set(one, { alertId: id, isNew: false, isReopened: false });
    const detail = { from: severity, to: one.severity };
    if (isWorse) entries.push({ alertId: id, at: one.at, kind: 'worse', detail });
  }
  for (const [one, id] of ended) {
    updates.push({ id, one, says: true });
    fired.set(one, { alertId: id, isNew: false, isReopened: true });
    entries.push({ alertId: id, at: one.at, kind: 'reopened', detail: { evidence: one.evidence } });
  }
  await updateAgain(ctx, updates);
  const fresh = firings.filter((one) => !fired.has(one));
  if (fresh.length > 0) {
    const opened = await openNew(ctx, fresh, await changesBefore());
    for (const one of fresh) {
      const { id, count } = opened.get(one.fingerprint) ?? { id: '', count: 0 };
      fired.set(one, { alertId: id, isNew: count === 1, isReopened: false });
      const detail = { severity: one.severity };
      if (count === 1) entries.push({ alertId: id, at: one.at, kind: 'fired', detail });
    }
  }
  await addEntries(ctx, entries);
  return fired;
}

const fingerprintsOf = (firings: readonly Firing[]): string[] => firings.map(({ fingerprint }) => fingerprint);

async function lockOpen(
  ctx: InTx,
  firings: readonly Firing[],
): Promise<Map<string, { id: string; severity: Severity }>> {
  const rows = await ctx.db
    .select({ fingerprint: alert.fingerprint, id: alert.id, severity: alert.severity })
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        inArray(alert.fingerprint, fingerprintsOf(firings)),
        isNull(alert.resolvedAt),
      ),
    )
    .orderBy(asc(alert.fingerprint))
    .for('update');
  return new Map(rows.map(({ fingerprint, ...row }) => [fingerprint, row]));
}

/** The newest alert of each fingerprint that ended so shortly ago that it is reopened. */
async function lockEnded(ctx: InTx, firings: readonly Firing[]): Promise<Map<Firing, string>> {
  if (firings.length === 0) return new Map();
  const since = (one: Firing): number => one.at.getTime() - REOPEN_MS;
  const rows = await ctx.db
    .select({ fingerprint: alert.fingerprint, id: alert.id, resolvedAt: alert.resolvedAt })
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        inArray(alert.fingerprint, fingerprintsOf(firings)),
        gt(alert.resolvedAt, new Date(Math.min(...firings.map(since)))),
      ),
    )
    .orderBy(asc(alert.fingerprint), desc(alert.resolvedAt))
    .for('update');
  const newest = new Map(rows.toReversed().map((row) => [row.fingerprint, row]));
  const found = firings.flatMap((one): [Firing, string][] => {
    const last = newest.get(one.fingerprint);
    return (last?.resolvedAt?.getTime() ?? 0) > since(one) && last ? [[one, last.id]] : [];
  });
  return new Map(found);
}

/** An alert that fires again; `says`: it takes severity, title and evidence of this firing. */
type Update = { id: string; one: Firing; says: boolean };

/** Counts open and reopened alerts up. One statement. */
async function updateAgain(ctx: InTx, updates: readonly Update[]): Promise<void> {
  if (updates.length === 0) return;
  const rows = updates.map(({ id, one: { at, verdict, verdictEvidence, severity, title, evidence }, says }) => ({
    ...{ id, at, verdict, verdict_evidence: verdictEvidence },
    ...(says ? { severity, title, evidence } : {}),
  }));
  await ctx.db.execute(sql`
    update alert a set resolved_at = null, resolved_by = null, last_seen_at = given.at, count = a.count + 1,
      is_without_data = false, verdict = coalesce(given.verdict, a.verdict),
      verdict_evidence = case when given.verdict is null then a.verdict_evidence else given.verdict_evidence end, severity = coalesce(given.severity, a.severity),
      title = coalesce(given.title, a.title), evidence = coalesce(given.evidence, a.evidence)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as given(id uuid, at timestamptz, verdict text, verdict_evidence jsonb, severity text, title text, evidence jsonb)
    where a.project_id = ${ctx.project.id} and a.id = given.id`);
}

/** Opens alerts; one that another transaction has opened meanwhile is counted up. One statement. */
async function openNew(ctx: InTx, firings: readonly Firing[], changesBefore: ChangesBefore) {
  const rows = await ctx.db
    .insert(alert)
    .values(
      firings.map((one) => {
        const { at, verdict = 'none', ...firing } = one;
        return {
          ...{ ...firing, id: newId(), projectId: ctx.project.id, changes: changesBefore(one) },
          ...{ openedAt: at, lastSeenAt: at, count: 1, verdict, isFlapping: false, isWithoutData: false },
        };
      }),
    )
    .onConflictDoUpdate({
      target: alert.fingerprint,
      targetWhere: isNull(alert.resolvedAt),
      set: { lastSeenAt: sql`excluded.last_seen_at`, count: sql`${alert.count} + 1` },
    })
    .returning({ id: alert.id, fingerprint: alert.fingerprint, count: alert.count });
  return new Map(rows.map(({ fingerprint, ...row }) => [fingerprint, row]));
}
