import { and, eq, gt, gte, inArray, isNull, ne, sql } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { silence } from '#db/schema/notify.ts';
import type { Severity } from '#server/alerts/domain/alert.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { GroupAlert } from './domain/decide-notification.ts';
import { inhibition } from './domain/inhibit.ts';
import { cut } from './domain/notice.ts';
import { type Matcher, silencedUntil } from './domain/silence.ts';

/** What an alert is matched and told by; evidence and changes are read of the few that a notification lists. */
const COLUMNS = {
  id: alert.id,
  fingerprint: alert.fingerprint,
  severity: alert.severity,
  title: alert.title,
  kind: alert.kind,
  source: alert.source,
  prompt: alert.prompt,
  environment: alert.environment,
  model: alert.model,
  labels: alert.labels,
  openedAt: alert.openedAt,
  resolvedAt: alert.resolvedAt,
  acknowledgedAt: alert.acknowledgedAt,
  isFlapping: alert.isFlapping,
};

export type AlertLine = GroupAlert & { id: string; title: string };

/** The alerts of a group, one a fingerprint, and when the silences change next (ms; null: no change is known). */
export type ReadGroup = { alerts: AlertLine[]; silencesChangeAt: number | null };

/** Resolved alerts older than this were told or never will be. */
const RESOLVED_MS = DAY_MS;

/**
 * The open alerts of a group in the severities of a channel, and of those that it was told the newest resolved one. Index
 * ranges of open alerts by (project, prompt, kind) and of resolved ones by fingerprint.
 */
export async function readGroup(
  ctx: Ctx,
  group: { prompt: string | null; kind: string; severities: readonly Severity[]; told: readonly string[] },
): Promise<ReadGroup> {
  const now = ctx.clock.now();
  const inProject = eq(alert.projectId, ctx.project.id);
  const inGroup = and(
    inProject,
    group.prompt === null ? isNull(alert.prompt) : eq(alert.prompt, group.prompt),
    eq(alert.kind, group.kind),
    inArray(alert.severity, [...group.severities]),
  );
  const told = [...new Set(group.told)];
  const rows = await ctx.db
    .select(COLUMNS)
    .from(alert)
    .where(and(inGroup, isNull(alert.resolvedAt)));
  const open = new Set(rows.map((one) => one.fingerprint));
  const gone = told.filter((one) => !open.has(one));
  const resolved =
    gone.length === 0
      ? []
      : await ctx.db
          .selectDistinctOn([alert.fingerprint], COLUMNS)
          .from(alert)
          .where(
            and(
              inProject,
              sql`${alert.fingerprint} = any(${sql.param(gone)})`,
              gte(alert.resolvedAt, new Date(now.getTime() - RESOLVED_MS)),
            ),
          )
          .orderBy(alert.fingerprint, sql`${alert.resolvedAt} desc`);
  const silences = await readSilences(ctx, now);
  const running = silences.filter((one) => one.startsAt <= now);
  const isInhibited = await readInhibition(
    ctx,
    group.prompt,
    rows.some((one) => one.severity !== 'page'),
  );
  const alerts = [...rows, ...resolved].map((one): AlertLine => {
    return {
      ...{
        id: one.id,
        fingerprint: one.fingerprint,
        severity: one.severity,
        title: one.title,
        isFlapping: one.isFlapping,
      },
      openedAt: one.openedAt.getTime(),
      resolvedAt: one.resolvedAt?.getTime() ?? null,
      isAcknowledged: one.acknowledgedAt !== null,
      silencedUntil: silencedUntil(running, one)?.getTime() ?? null,
      isInhibited: one.resolvedAt === null && isInhibited(one),
    };
  });
  const coming = silences.filter((one) => one.startsAt > now).map((one) => one.startsAt.getTime());
  return { alerts, silencesChangeAt: coming.length === 0 ? null : Math.min(...coming) };
}

/** The silences of a project that have not ended. */
export function readSilences(ctx: Ctx, now: Date): Promise<{ matchers: Matcher[]; startsAt: Date; endsAt: Date }[]> {
  return ctx.db
    .select({ matchers: silence.matchers, startsAt: silence.startsAt, endsAt: silence.endsAt })
    .from(silence)
    .where(and(eq(silence.projectId, ctx.project.id), gt(silence.endsAt, now)));
}

/** Pages of the same prompt: labels that are the same name the same prompt. Pages alone need no look. */
async function readInhibition(
  ctx: Ctx,
  prompt: string | null,
  isNeeded: boolean,
): Promise<ReturnType<typeof inhibition>> {
  if (!isNeeded) return () => false;
  const pages = await ctx.db
    .selectDistinct({ severity: alert.severity, labels: alert.labels })
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        prompt === null ? isNull(alert.prompt) : eq(alert.prompt, prompt),
        isNull(alert.resolvedAt),
        eq(alert.severity, 'page'),
      ),
    );
  return inhibition(pages);
}

/** Titles of what else fires of a prompt in other groups, at most five: it moved too. */
export async function readAlsoMoved(
  ctx: Ctx,
  { prompt, kind }: { prompt: string | null; kind: string },
): Promise<string[]> {
  if (prompt === null) return [];
  const rows = await ctx.db
    .select({ title: alert.title })
    .from(alert)
    .where(
      and(
        eq(alert.projectId, ctx.project.id),
        eq(alert.prompt, prompt),
        isNull(alert.resolvedAt),
        ne(alert.kind, kind),
      ),
    )
    .orderBy(alert.openedAt)
    .limit(5);
  return rows.map(({ title }) => cut(title, 300));
}
