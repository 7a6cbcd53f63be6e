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

/** An arbitrary constant: the advisory lock of the one process that may add anchors. */
const LOCK = 7_305_216_448;
/** The file of older versions: only the last heads, by project. */
const OLD_FILE = 'audit-heads.json';

export type Noting = Pick<Services, 'db' | 'clock' | 'auditKey' | 'dataDir'>;

/** The place of the file of anchors, for people: this machine and its data folder. */
export const placeOf = (dataDir: string): string => `${hostname()}:${resolve(dataDir)}`;

/**
 * Writes the heads of the chains that have grown to a file outside of the database, where a change of the database
 * cannot remove them. Notes only chains whose last anchor is still in them and whose later rows all follow from it.
 * Returns the findings about the others, of which nothing is noted. The worker calls it every minute; it reads only the
 * new rows.
 */
export async function noteAnchors(ctx: Noting): Promise<Finding[]> {
  return inTransaction(ctx, async (ctx) => {
    const { file, check } = await lockAnchors(ctx);
    // Nothing is appended to a damaged file before an operator has accepted the damage.
    if (check.findings.some((it) => !('project' in it))) return check.findings;
    const { grown, findings } = await grownHeads(ctx, check);
    if (grown.length > 0) await addAnchorLine(ctx, file, { kind: 'heads', heads: grown });
    return [...check.findings, ...findings];
  });
}

/**
 * Takes the lock until the transaction ends, waiting for it, then reads the file and checks the database against it.
 */
export async function lockAnchors(ctx: InTx<Noting>): Promise<{ file: AnchorFile; check: AnchorCheck }> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
  let file = readAnchorFile(ctx.dataDir, ctx.auditKey);
  if (file.lines.length === 0 && file.editedAt === null) {
    const old = await convertOldFile(ctx, file);
    if (old) file = readAnchorFile(ctx.dataDir, ctx.auditKey);
  }
  return { file, check: await checkAnchors(ctx, file, placeOf(ctx.dataDir)) };
}

/**
 * Appends a line after the last of `file`, to the file first: the record in the database may lag behind it, never lead.
 */
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
  const recorded = { lines: line.n, mac: line.mac, notedAt: at, place: placeOf(ctx.dataDir) };
  await ctx.db
    .insert(auditAnchorSeries)
    .values({ id: line.series, ...recorded })
    .onConflictDoUpdate({ target: auditAnchorSeries.id, set: recorded });
}

/** The heads, in the whole installation, of chains that have grown and are whole, and the findings about the others. */
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

/**
 * Converts the file of an older version to the first line, with the time when it was written. False where there is
 * none.
 */
async function convertOldFile(ctx: InTx<Noting>, file: AnchorFile): Promise<boolean> {
  const path = join(ctx.dataDir, OLD_FILE);
  if (!existsSync(path)) return false;
  const noted = JSON.parse(readFileSync(path, 'utf8')) as Record<string, { seq: number; mac: string }>;
  const heads = Object.entries(noted).map(([project, { seq, mac }]) => ({ project: Number(project), seq, mac }));
  await addAnchorLine(ctx, file, { kind: 'heads', heads, at: statSync(path).mtime.toISOString() });
  rmSync(path);
  return true;
}
