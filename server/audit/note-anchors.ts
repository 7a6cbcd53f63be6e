import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { sql } from 'drizzle-orm';
import { auditAnchorSeries, auditHead } from '#db/schema/audit.ts';
import type { Services } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { type AnchorFile, appendAnchorLine, readAnchorFile } from './anchor-file.ts';
import { type AnchorCheck, checkAnchors } from './check-anchors.ts';
import type { AnchorLine, NotedHead } from './domain/anchor-line.ts';
import type { Finding } from './domain/finding.ts';
import { anchorMacOf } from './mac.ts';
import { verifyAudit } from './verify-audit.ts';

/** Any constant of ours: one machine at a time adds to its file, and one command. */
const LOCK = 7_305_216_448;
/** What was kept before there was a history: the last heads by project. */
const OLD_FILE = 'audit-heads.json';

export type Noting = Pick<Services, 'db' | 'clock' | 'auditKey' | 'dataDir'>;

/** Names the file of anchors for people: this machine and its data folder. */
export const placeOf = (dataDir: string): string => `${hostname()}:${resolve(dataDir)}`;

/**
 * Notes the ends of the chains that have grown outside of the database: whoever cuts off the end of the log there cannot
 * cut it off here. Notes only what holds: the last anchor still lies in the chain, and every row since follows from it.
 * Answers with what does not, of which nothing is noted. Called every minute by the worker; reads the rows that are new.
 */
export async function noteAnchors(ctx: Noting): Promise<Finding[]> {
  return inTransaction(ctx, async (ctx) => {
    const { file, check } = await lockAnchors(ctx);
    // A file that is not whole is not written on: an operator says first that it may end here.
    if (check.findings.some((it) => !('project' in it))) return check.findings;
    const { grown, findings } = await grownHeads(ctx, check);
    if (grown.length > 0) await addAnchorLine(ctx, file, { kind: 'heads', heads: grown });
    return [...check.findings, ...findings];
  });
}

/** Waits for whoever writes, then reads the file and holds the database against it. The lock ends with the transaction. */
export async function lockAnchors(ctx: InTx<Noting>): Promise<{ file: AnchorFile; check: AnchorCheck }> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
  let file = readAnchorFile(ctx.dataDir, ctx.auditKey);
  if (file.lines.length === 0 && file.editedAt === null) {
    const old = await convertOldFile(ctx, file);
    if (old) file = readAnchorFile(ctx.dataDir, ctx.auditKey);
  }
  return { file, check: await checkAnchors(ctx, file, placeOf(ctx.dataDir)) };
}

/** Appends a line that follows the last of `file`, to the file first: the database may lag behind it, never lead. */
export async function addAnchorLine(
  ctx: InTx<Noting>,
  { path, lines }: AnchorFile,
  what: Pick<AnchorLine, 'kind' | 'heads' | 'reason'> & { at?: string },
): Promise<void> {
  const last = lines.at(-1);
  const at = ctx.clock.now();
  const bare = {
    series: last?.series ?? newId(),
    n: (last?.n ?? 0) + 1,
    at: at.toISOString(),
    ...what,
    prev: last?.mac ?? '',
  };
  const line: AnchorLine = { ...bare, mac: anchorMacOf(ctx.auditKey, bare) };
  appendAnchorLine(path, line);
  const remembered = { lines: line.n, mac: line.mac, notedAt: at, place: placeOf(ctx.dataDir) };
  await ctx.db
    .insert(auditAnchorSeries)
    .values({ id: line.series, ...remembered })
    .onConflictDoUpdate({ target: auditAnchorSeries.id, set: remembered });
}

/** The heads of the whole installation that lie past what was noted, of chains that hold up to there; and what does not hold. */
async function grownHeads(
  ctx: InTx<Noting>,
  { standing, findings: known }: AnchorCheck,
): Promise<{ grown: NotedHead[]; findings: Finding[] }> {
  const broken = new Set(known.flatMap((it) => ('project' in it ? [it.project] : [])));
  const heads = await ctx.db.select().from(auditHead).orderBy(auditHead.projectId);
  const grown: NotedHead[] = [];
  const findings: Finding[] = [];
  for (const { projectId, seq, mac } of heads) {
    const last = standing.get(projectId)?.anchors.at(-1);
    if (broken.has(projectId) || seq <= (last?.seq ?? 0)) continue;
    const noted = { seq, mac, at: ctx.clock.now().toISOString() };
    const verdict = await verifyAudit(ctx, projectId, { from: last, anchors: [noted] });
    if (verdict.broken) findings.push({ kind: 'broken', project: projectId, broken: verdict.broken });
    else grown.push({ project: projectId, seq, mac });
  }
  return { grown, findings };
}

/** The heads of an earlier version become the first line, with the time that they were written. */
async function convertOldFile(ctx: InTx<Noting>, file: AnchorFile): Promise<boolean> {
  const path = join(ctx.dataDir, OLD_FILE);
  if (!existsSync(path)) return false;
  const noted = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { seq: number; mac: string }>;
  const heads = Object.entries(noted).map(([project, { seq, mac }]) => ({ project: Number(project), seq, mac }));
  await addAnchorLine(ctx, file, { kind: 'heads', heads, at: statSync(path).mtime.toISOString() });
  rmSync(path);
  return true;
}
