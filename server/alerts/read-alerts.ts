import { and, count, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { alert, monitor } from '#db/schema/alerts.ts';
import type { VerdictEvidence } from '#server/alerts/anchors/domain/tell-apart.ts';
import type { Severity } from '#server/alerts/domain/alert.ts';
import type { Evidence } from '#server/alerts/domain/reading.ts';
import { silencedUntil } from '#server/alerts/notify/domain/silence.ts';
import { readSilences } from '#server/alerts/notify/read-group.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import type { ALERT_STATUSES } from './contract.ts';
import type { WhatChanged } from './read-what-changed.ts';
import type { AlertRow } from './record-alerts.ts';

export type AlertFilter = {
  status: (typeof ALERT_STATUSES)[number];
  severity?: Severity;
  kind?: string;
  prompt?: string;
  limit: number;
  cursor?: string;
};

/** A page of alerts, the newest first: one range of the index (project, opened at), read backwards. */
export async function readAlerts(ctx: ReadCtx, filter: AlertFilter): Promise<Page<AlertRow>> {
  const after = decodeCursor(filter.cursor, ['time', 'uuid']);
  const { status, severity, kind, prompt, limit } = filter;
  const rows = await ctx.db
    .select()
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        status === 'all' ? undefined : status === 'firing' ? isNull(alert.resolvedAt) : isNotNull(alert.resolvedAt),
        severity === undefined ? undefined : eq(alert.severity, severity),
        kind === undefined ? undefined : eq(alert.kind, kind),
        prompt === undefined ? undefined : eq(alert.prompt, prompt),
        after === null
          ? undefined
          : sql`(${alert.openedAt}, ${alert.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(desc(alert.openedAt), desc(alert.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => [row.openedAt.toISOString(), row.id]);
}

/** How many alerts are open, and how many there ever were. */
async function countAlerts(ctx: ReadCtx): Promise<{ firing: number; all: number }> {
  const [row] = await ctx.db
    .select({ firing: sql<number>`count(*) filter (where ${alert.resolvedAt} is null)::int`, all: count() })
    .from(alert)
    .where(eq(alert.projectId, ctx.project.id));
  return { firing: row?.firing ?? 0, all: row?.all ?? 0 };
}

async function countMonitors(ctx: ReadCtx): Promise<{ monitors: number; enabled: number }> {
  const [row] = await ctx.db
    .select({ monitors: count(), enabled: sql<number>`count(*) filter (where ${monitor.enabled})::int` })
    .from(monitor)
    .where(eq(monitor.projectId, ctx.project.id));
  return { monitors: row?.monitors ?? 0, enabled: row?.enabled ?? 0 };
}

/** Open alerts that the page shows: more are one cause, and stand in the list of all. */
const SHOWN_MAX = 50;

/** An alert as our own pages read it. */
export type AlertView = Omit<AlertRow, 'changes' | 'evidence' | 'verdictEvidence'> & {
  changes: WhatChanged[];
  evidence: Partial<Evidence>;
  verdictEvidence: VerdictEvidence | null;
};

/** A page of all alerts, for our own pages. */
export async function readHistory(ctx: ReadCtx, page: { limit: number; cursor?: string }) {
  const { data, next_cursor: nextCursor } = await readAlerts(ctx, { ...page, status: 'all' });
  return { alerts: data as AlertView[], nextCursor };
}

export type AlertsPage = {
  /** `silencedUntil`: the end of the silence that hides it, the latest; null: none does. */
  firing: (AlertView & { silencedUntil: Date | null })[];
  counts: { firing: number; all: number; monitors: number; enabled: number };
};

/** What fires now, and how much else there is. */
export async function readAlertsPage(ctx: Ctx): Promise<AlertsPage> {
  const now = ctx.clock.now();
  const [{ data: firing }, counts, monitors, silences] = await Promise.all([
    readAlerts(ctx, { status: 'firing', limit: SHOWN_MAX }),
    countAlerts(ctx),
    countMonitors(ctx),
    readSilences(ctx, now),
  ]);
  const running = silences.filter(({ startsAt }) => startsAt <= now);
  const withSilence = (firing as AlertView[]).map((one) => ({
    ...one,
    silencedUntil: silencedUntil(running, one),
  }));
  return { firing: withSilence, counts: { ...counts, ...monitors } };
}
