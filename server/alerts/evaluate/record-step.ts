import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { alert, alertStep, monitorSeries } from '#db/schema/alerts.ts';
import type { Told } from '#server/alerts/anchors/domain/tell-apart.ts';
import { isLouder } from '#server/alerts/domain/alert.ts';
import type { Firing } from '#server/alerts/domain/firing.ts';
import { type Emit, isOpen, type SeriesMemory } from '#server/alerts/domain/step-monitor.ts';
import type { SeriesStep } from '#server/alerts/domain/step-series.ts';
import { type Labels, labelsKey } from '#server/alerts/domain/traffic.ts';
import { fireAlerts } from '#server/alerts/fire-alerts.ts';
import { resolveAlerts } from '#server/alerts/record-alerts.ts';
import { addEntries } from '#server/alerts/write-entries.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { ConditionMonitor, WatchedMonitor } from './read-watched.ts';

/** A series that is not plainly ok, or was not. */
export type Moved = SeriesStep & {
  monitor: WatchedMonitor | ConditionMonitor;
  labels: Labels;
  /** Of quality: whether the system or its judge moved, where that is new. */
  told?: Told | null;
};

/** SHA-256 of project, monitor and sorted labels: at most one alert of it is open. */
export const fingerprintOf = (projectId: number, monitorId: string, labels: Labels): string =>
  sha256Hex(`${projectId}/${monitorId}/${labelsKey(labels)}`);

/** Rows that a statement writes. */
const CHUNK = 1_000;

/**
 * Records one step of a project: the states of its series, and what happened to alerts with their entries and jobs. Returns
 * false, and writes nothing, where another worker has taken this step or a later one.
 */
export async function recordStep(
  ctx: InTx,
  { from, now, moved, tookMs }: { from: Date | null; now: number; moved: readonly Moved[]; tookMs: number },
): Promise<boolean> {
  const [projectId, stepAt] = [ctx.project.id, new Date(now)];
  const [taken] = await ctx.db
    .insert(alertStep)
    .values({ projectId, stepAt, tookMs })
    .onConflictDoUpdate({
      target: alertStep.projectId,
      set: { stepAt, tookMs },
      setWhere: from === null ? sql`false` : eq(alertStep.stepAt, from),
    })
    .returning({ at: alertStep.stepAt });
  if (taken === undefined) return false;
  const keyed = moved.map((one) => ({ ...one, fingerprint: fingerprintOf(projectId, one.monitor.id, one.labels) }));
  await storeStates(ctx, keyed, stepAt);
  await recordEmits(ctx, keyed, stepAt);
  await touchOpen(ctx, keyed, stepAt);
  return true;
}

type Keyed = Moved & { fingerprint: string };

async function storeStates(ctx: InTx, moved: readonly Keyed[], stepAt: Date): Promise<void> {
  const gone = moved.flatMap(({ memory, fingerprint }) => (memory === null ? [fingerprint] : []));
  for (let i = 0; i < gone.length; i += CHUNK) {
    // The fingerprint is also of the monitor.
    await ctx.db.delete(monitorSeries).where(inArray(monitorSeries.fingerprint, gone.slice(i, i + CHUNK)));
  }
  const rows = moved.flatMap(({ memory, monitor, fingerprint, labels }) =>
    memory === null
      ? []
      : [
          {
            ...{ monitorId: monitor.id, fingerprint, labels: { ...labels }, state: memory.state, stepAt },
            ...{ since: new Date(memory.since), memory: memory as SeriesMemory & Record<string, unknown> },
          },
        ],
  );
  for (let i = 0; i < rows.length; i += CHUNK) {
    await ctx.db
      .insert(monitorSeries)
      .values(rows.slice(i, i + CHUNK))
      .onConflictDoUpdate({
        target: [monitorSeries.monitorId, monitorSeries.fingerprint],
        set: {
          state: sql`excluded.state`,
          since: sql`excluded.since`,
          stepAt: sql`excluded.step_at`,
          memory: sql`excluded.memory`,
        },
        setWhere: sql`${monitorSeries.stepAt} < excluded.step_at`,
      });
  }
}

/** Records what happened to alerts, set by set: the first of each series, then the second, so that their order is kept. */
async function recordEmits(ctx: InTx, moved: readonly Keyed[], at: Date): Promise<void> {
  for (const { fingerprint, emit, told = null } of moved) {
    if (told !== null && !emit.includes('fired')) await revise(ctx, { fingerprint, told, at });
  }
  const most = Math.max(0, ...moved.map(({ emit }) => emit.length));
  for (let turn = 0; turn < most; turn++) {
    for (const [kind, some] of Map.groupBy(moved, ({ emit }) => emit[turn])) {
      if (kind === 'fired') {
        await fireAlerts(
          ctx,
          some.map((one) => firingOf(one, at)),
        );
      } else if (kind !== undefined) await recordOnOpen(ctx, { kind, some, at });
    }
  }
}

function firingOf(
  { monitor, labels, fingerprint, title, evidence, impactStart, told = null }: Keyed,
  at: Date,
): Firing {
  return {
    ...{ monitorId: monitor.id, monitorVersion: monitor.version, source: 'monitor', fingerprint },
    ...{ kind: monitor.kind, severity: monitor.severity, title, labels: { ...labels } },
    ...{ prompt: labels.prompt ?? null, environment: labels.environment ?? null, model: labels.model ?? null },
    ...{ evidence: { ...evidence }, at, verdict: 'none' },
    impactStart: impactStart === null ? null : new Date(impactStart),
    ...(told && { ...told, evidence: { ...evidence }, verdictEvidence: { ...told.evidence } }),
  };
}

/** What happened to alerts that are open. A person has resolved the others, or they were never opened. */
async function recordOnOpen(
  ctx: InTx,
  { kind, some, at }: { kind: Exclude<Emit, 'fired'>; some: readonly Keyed[]; at: Date },
): Promise<void> {
  for (let i = 0; i < some.length; i += CHUNK) {
    const evidence = new Map(some.slice(i, i + CHUNK).map((one) => [one.fingerprint, one.evidence]));
    const open = and(
      eq(alert.projectId, ctx.project.id),
      inArray(alert.fingerprint, [...evidence.keys()]),
      isNull(alert.resolvedAt),
    );
    const found = { id: alert.id, fingerprint: alert.fingerprint };
    if (kind === 'resolved') {
      const rows = await ctx.db.select(found).from(alert).where(open);
      const ended = rows.map(({ id }) => ({ alertId: id, reason: 'The series is good again.' }));
      await resolveAlerts(ctx, { at, by: null, ended });
      continue;
    }
    const set =
      kind === 'flapping' || kind === 'steady'
        ? { isFlapping: kind === 'flapping' }
        : { isWithoutData: kind === 'no_data' };
    const rows = await ctx.db.update(alert).set(set).where(open).returning(found);
    const detail = (fingerprint: string) => ({ evidence: evidence.get(fingerprint) });
    await addEntries(
      ctx,
      rows.map(({ id, fingerprint }) => ({ alertId: id, at, kind, detail: detail(fingerprint) })),
    );
  }
}

/**
 * Another verdict of an alert that is open. Where it is louder than before it is told as one that became worse, so that a
 * drop behind a judge that moved wakes somebody after all.
 */
async function revise(
  ctx: InTx,
  { fingerprint, told, at }: { fingerprint: string; told: Told; at: Date },
): Promise<void> {
  const { verdict, severity, title, evidence } = told;
  const [open] = await ctx.db
    .select({ id: alert.id, severity: alert.severity, verdict: alert.verdict })
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), eq(alert.fingerprint, fingerprint), isNull(alert.resolvedAt)))
    .for('update');
  if (open === undefined) return;
  const set = { verdict, severity, title, verdictEvidence: { ...evidence } };
  await ctx.db.update(alert).set(set).where(eq(alert.id, open.id));
  const detail = { from: open.severity, to: severity, verdict, before: open.verdict };
  const kind = isLouder(severity, open.severity) ? 'worse' : 'verdict';
  await addEntries(ctx, [{ alertId: open.id, at, kind, detail }]);
}

/** One parameter, however many there are: a project may have more open alerts than a statement has parameters. */
const anyOf = (fingerprints: string[]) => sql`${alert.fingerprint} = any(${sql.param(fingerprints)})`;

/** Notes that open alerts still fire. A series whose alert a person resolved begins anew, and fires again if it lasts. */
async function touchOpen(ctx: InTx, moved: readonly Keyed[], at: Date): Promise<void> {
  const open = moved.flatMap(({ memory, fingerprint }) => (memory !== null && isOpen(memory) ? [fingerprint] : []));
  if (open.length === 0) return;
  const touched = await ctx.db
    .update(alert)
    .set({ lastSeenAt: at })
    .where(and(eq(alert.projectId, ctx.project.id), anyOf(open), isNull(alert.resolvedAt)))
    .returning({ fingerprint: alert.fingerprint });
  const still = new Set(touched.map(({ fingerprint }) => fingerprint));
  const resolved = open.filter((fingerprint) => !still.has(fingerprint));
  if (resolved.length > 0) await ctx.db.delete(monitorSeries).where(inArray(monitorSeries.fingerprint, resolved));
}
