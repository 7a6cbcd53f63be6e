import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { auditAnchorSeries, auditRow } from '#db/schema/audit.ts';
import type { DbCtx } from '#server/platform/context.ts';
import type { AnchorFile } from './anchor-file.ts';
import type { Finding } from './domain/finding.ts';
import { type Anchor, type Standing, standingAnchors } from './domain/standing-anchors.ts';

const SEQS_AT_ONCE = 1000;

export type Elsewhere = { place: string; notedAt: Date };

export type AnchorCheck = {
  standing: Map<number, Standing>;
  findings: Finding[];
  /** Open files of anchors on other machines, which must be checked there. */
  elsewhere: Elsewhere[];
};

/**
 * Checks the database against the file of anchors of this machine, at low cost: the last anchor of each chain must be a
 * row of the chain. That row's mac covers all rows before it. Only where it is missing, all of the chain's anchors are
 * looked up. `audit verify` computes everything anew.
 */
export async function checkAnchors(ctx: DbCtx, file: AnchorFile, place: string): Promise<AnchorCheck> {
  const standing = standingAnchors(file.lines);
  const { findings, elsewhere } = await checkFile(ctx, file, place);
  for (const [project, { anchors }] of standing) {
    const finding = await checkChain(ctx, project, anchors);
    if (finding) findings.push(finding);
  }
  return { standing, findings, elsewhere };
}

/** The number of the last anchor that is in the chain, 0 where none is. One lookup by key for each 1,000 anchors. */
export async function heldTo(ctx: DbCtx, project: number, anchors: readonly Anchor[]): Promise<number> {
  const failing = await firstFailing(ctx, project, anchors);
  return failing === null ? (anchors.at(-1)?.seq ?? 0) : (anchors[anchors.indexOf(failing) - 1]?.seq ?? 0);
}

async function checkChain(ctx: DbCtx, project: number, anchors: readonly Anchor[]): Promise<Finding | null> {
  const last = anchors.at(-1);
  if (!last || (await firstFailing(ctx, project, [last])) === null) return null;
  const first = await firstFailing(ctx, project, anchors);
  const [{ has } = { has: 0 }] = await ctx.db
    .select({ has: sql<number>`coalesce(max(${auditRow.seq}), 0)::int` })
    .from(auditRow)
    .where(eq(auditRow.projectId, project));
  if (first && first.seq <= has) return { kind: 'anchor_mismatch', project, seq: first.seq, notedAt: first.at };
  return { kind: 'behind', project, seq: last.seq, has, notedAt: last.at };
}

async function firstFailing(ctx: DbCtx, project: number, anchors: readonly Anchor[]): Promise<Anchor | null> {
  for (let i = 0; i < anchors.length; i += SEQS_AT_ONCE) {
    const some = anchors.slice(i, i + SEQS_AT_ONCE);
    const seqs = some.map((it) => it.seq);
    const rows = await ctx.db
      .select({ seq: auditRow.seq, mac: auditRow.mac })
      .from(auditRow)
      .where(and(eq(auditRow.projectId, project), inArray(auditRow.seq, seqs)));
    const macs = new Map(rows.map((row) => [row.seq, row.mac]));
    const failing = some.find((it) => macs.get(it.seq) !== it.mac);
    if (failing) return failing;
  }
  return null;
}

async function checkFile(
  ctx: DbCtx,
  { lines, editedAt }: AnchorFile,
  place: string,
): Promise<{ findings: Finding[]; elsewhere: Elsewhere[] }> {
  const series = lines[0]?.series ?? null;
  const open = await ctx.db.select().from(auditAnchorSeries).where(isNull(auditAnchorSeries.closedAt));
  const elsewhere = open.filter((it) => it.id !== series && it.place !== place);
  if (editedAt !== null) return { findings: [{ kind: 'anchors_edited', line: editedAt }], elsewhere };
  const findings = open.flatMap((it): Finding[] => {
    const recorded = { lines: it.lines, notedAt: it.notedAt.toISOString() };
    if (it.id !== series) return it.place === place ? [{ kind: 'anchors_gone', ...recorded }] : [];
    if (lines.length < it.lines) return [{ kind: 'anchors_cut', ...recorded, has: lines.length }];
    return lines[it.lines - 1]?.mac === it.mac ? [] : [{ kind: 'anchors_edited', line: it.lines }];
  });
  return { findings, elsewhere };
}
