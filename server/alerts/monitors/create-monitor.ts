import canonicalize from 'canonicalize';
import { and, count, eq } from 'drizzle-orm';
import { monitor, monitorVersion } from '#db/schema/alerts.ts';
import type { Severity } from '#server/alerts/domain/alert.ts';
import { defaultRule, ruleFaults } from '#server/alerts/domain/check-rule.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS, type SeriesKind } from '#server/alerts/domain/series-kind.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict, invalid, invalidFields, notFound } from '#server/platform/faults.ts';
import { isUuid, newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';

export type MonitorRow = typeof monitor.$inferSelect;
export type MonitorEntry = {
  name: string;
  kind: SeriesKind;
  severity: Severity;
  enabled: boolean;
  /** What it leaves out is as in the built-in monitor of the kind. */
  rule: Partial<Rule>;
};
export type MonitorChange = Partial<Omit<MonitorEntry, 'kind'>>;

/** Most monitors of a project: an evaluation of so many takes seconds. */
const MONITORS_MAX = 1_000;

const taken = (name: string) =>
  conflict('monitor_exists', `There is a monitor named "${name}" already. Choose another name.`);

/** Makes a monitor, version 1. 409 `monitor_exists`, `too_many_monitors`; 422 where the rule makes no sense. */
export async function createMonitor(ctx: Ctx, { rule, ...entry }: MonitorEntry): Promise<MonitorRow> {
  const spec = { ...defaultRule(entry.kind), ...rule };
  checkRule(entry.kind, spec);
  try {
    return await inTransaction(ctx, async (ctx) => {
      const at = ctx.clock.now();
      const [row] = await ctx.db
        .insert(monitor)
        .values({
          ...{ ...entry, id: newId(), projectId: ctx.project.id, builtin: null, version: 1, spec },
          ...{ createdAt: at, updatedAt: at },
        })
        .returning();
      if (!row) throw new Error('The monitor was not inserted.');
      const mine = await ctx.db.select({ n: count() }).from(monitor).where(eq(monitor.projectId, ctx.project.id));
      if ((mine[0]?.n ?? 0) > MONITORS_MAX) {
        throw conflict('too_many_monitors', `A project has at most ${MONITORS_MAX} monitors. Change one that exists.`);
      }
      await keepVersion(ctx, row);
      await appendAudit(ctx, {
        action: 'monitor.create',
        object: { kind: 'monitor', id: row.id },
        detail: auditOf(row),
      });
      return row;
    });
  } catch (error) {
    if (isDuplicate(error, 'monitor_name')) throw taken(entry.name);
    throw error;
  }
}

/**
 * Changes what is named, as a new version: alerts name the version that fired. A change that is none makes no version. 404
 * unknown; 409 `monitor_exists`; 422 where the rule makes no sense, and for a rule of a monitor that has none.
 */
export async function updateMonitor(ctx: Ctx, id: string, { rule, ...change }: MonitorChange): Promise<MonitorRow> {
  if (!isUuid(id)) throw notFound();
  try {
    return await inTransaction(ctx, async (ctx) => {
      const mine = and(eq(monitor.projectId, ctx.project.id), eq(monitor.id, id));
      const [before] = await ctx.db.select().from(monitor).where(mine).for('update');
      if (!before) throw notFound();
      const spec = { ...before.spec, ...rule };
      const kind = SERIES_KINDS.find((one) => one === before.kind);
      // A rule of before a check was added can still be renamed or disabled.
      const isRuled = canonicalize(spec) !== canonicalize(before.spec);
      if (isRuled && kind === undefined) {
        const what = `A monitor of ${before.kind} has no rule`;
        throw invalid('/rule', 'no_rule', `rule: ${what}. Change its name or severity, or disable it.`);
      }
      if (isRuled && kind !== undefined) checkRule(kind, spec as Rule);
      const next = { name: before.name, severity: before.severity, enabled: before.enabled, ...change, spec };
      if (canonicalize(auditOf({ ...before, ...next })) === canonicalize(auditOf(before))) return before;
      const [after] = await ctx.db
        .update(monitor)
        .set({ ...next, version: before.version + 1, updatedAt: ctx.clock.now() })
        .where(mine)
        .returning();
      if (!after) throw notFound();
      await keepVersion(ctx, after);
      const detail = { before: auditOf(before), after: auditOf(after) };
      await appendAudit(ctx, { action: 'monitor.update', object: { kind: 'monitor', id }, detail });
      return after;
    });
  } catch (error) {
    if (isDuplicate(error, 'monitor_name')) throw taken(change.name ?? '');
    throw error;
  }
}

function checkRule(kind: SeriesKind, rule: Rule): void {
  const faults = ruleFaults(kind, rule);
  if (faults.length > 0) throw invalidFields(faults);
}

async function keepVersion(ctx: InTx, { id, version, name, severity, enabled, spec, updatedAt }: MonitorRow) {
  const row = { monitorId: id, version, name, severity, enabled, spec, actor: actorRecord(ctx.actor), at: updatedAt };
  await ctx.db.insert(monitorVersion).values(row);
}

/** The fields of a monitor in its audit row. */
const auditOf = ({
  name,
  kind,
  severity,
  enabled,
  spec,
}: Pick<MonitorRow, 'name' | 'kind' | 'severity' | 'enabled' | 'spec'>) => ({
  ...{ name, kind, severity, enabled },
  rule: Object.fromEntries(Object.entries(spec).sort(([a], [b]) => (a < b ? -1 : 1))),
});
