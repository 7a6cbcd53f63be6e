import { existsSync, renameSync } from 'node:fs';
import { and, eq, isNull } from 'drizzle-orm';
import { auditAnchorSeries, auditHead } from '#db/schema/audit.ts';
import type { Ctx, DbCtx } from '#server/platform/context.ts';
import { conflict } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import type { AnchorFile } from './anchor-file.ts';
import { appendAudit } from './append-audit.ts';
import { type AnchorCheck, heldTo } from './check-anchors.ts';
import type { NotedHead } from './domain/anchor-line.ts';
import { BREAKS } from './domain/check-chain.ts';
import type { Finding } from './domain/finding.ts';
import { findingRecord } from './finding-sentence.ts';
import { addAnchorLine, lockAnchors, type Noting, placeOf } from './note-anchors.ts';
import { verifyAudit } from './verify-audit.ts';

/**
 * Accepts, for an operator, that the database was restored on purpose or that a file of anchors was lost. Writes what
 * is missing into the log of the installation and of each project that has lost rows. From then on the chains are
 * checked against their present rows; earlier anchors stay in the file as evidence. Returns the accepted findings.
 * Errors: 409 `nothing_to_accept`; 409 `rows_do_not_hold` where a row is not what was signed, which no restore
 * explains.
 */
export async function acceptRestore(ctx: Omit<Ctx, 'project'>, reason: string): Promise<Finding[]> {
  const { findings } = await inTransaction(ctx, async (ctx) => (await lockAnchors(ctx)).check);
  if (findings.length === 0) {
    throw conflict('nothing_to_accept', 'There is nothing to accept: the database has everything that was noted.');
  }
  const projects = [...new Set(findings.flatMap((it) => ('project' in it ? [it.project] : [])))];
  const existing = await inTransaction(ctx, (ctx) => readHeads(ctx));
  for (const project of existing.keys()) await requireWhole(ctx, project);
  await inTransaction(ctx, async (ctx) => {
    const written = new Set([0, ...projects.filter((it) => existing.has(it))]);
    // In the order of their ids: chains are always locked in this order, so that two transactions cannot deadlock.
    for (const id of [...written].sort((a, b) => a - b)) {
      const lost = findings.filter((it) => id === 0 || ('project' in it && it.project === id));
      await appendAudit({ ...ctx, project: { id, name: '', simulated: false } }, accepted(reason, lost));
    }
  });
  await inTransaction(ctx, async (ctx) => {
    const { file, check } = await lockAnchors(ctx);
    await begin(ctx, { file, check }, reason);
  });
  return findings;
}

const accepted = (reason: string, lost: Finding[]) => ({
  action: 'audit.accept_restore',
  object: { kind: 'audit', id: 'restore' },
  detail: { reason, accepted: lost.map(findingRecord) },
});

/** Writes the line from which on the present chains count. A damaged file is renamed and a new one begun. */
async function begin(
  ctx: InTx<Noting>,
  { file, check }: { file: AnchorFile; check: AnchorCheck },
  reason: string,
): Promise<void> {
  const heads = await readHeads(ctx);
  const noted: NotedHead[] = [];
  for (const project of new Set([...heads.keys(), ...check.standing.keys()])) {
    const head = heads.get(project) ?? { seq: 0, mac: '' };
    const anchors = check.standing.get(project)?.anchors ?? [];
    const held = await heldTo(ctx, project, anchors);
    noted.push({ project, ...head, ...(held === (anchors.at(-1)?.seq ?? 0) ? {} : { heldTo: held }) });
  }
  const isWhole = check.findings.every((it) => 'project' in it);
  const next = isWhole ? file : await putAside(ctx, file);
  await addAnchorLine(ctx, next, { kind: 'accepted', heads: noted, reason });
}

/** Renames the file, and closes its series in the database, so that its lines are no longer expected. */
async function putAside(ctx: InTx<Noting>, file: AnchorFile): Promise<AnchorFile> {
  const at = ctx.clock.now();
  if (existsSync(file.path)) renameSync(file.path, `${file.path}.${at.toISOString().replaceAll(/\W/g, '')}`);
  const here = and(eq(auditAnchorSeries.place, placeOf(ctx.dataDir)), isNull(auditAnchorSeries.closedAt));
  await ctx.db.update(auditAnchorSeries).set({ closedAt: at }).where(here);
  return { ...file, lines: [], editedAt: null };
}

async function requireWhole(ctx: Omit<Ctx, 'project'>, project: number): Promise<void> {
  const { broken } = await verifyAudit(ctx, project);
  if (!broken) return;
  throw conflict(
    'rows_do_not_hold',
    `Row ${broken.seq} of chain ${project} ${BREAKS[broken.kind]}. No restore explains that, so it cannot be accepted as one.`,
  );
}

/** The heads of the chains of the whole installation, by project. */
async function readHeads(ctx: InTx<DbCtx>): Promise<Map<number, { seq: number; mac: string }>> {
  const heads = await ctx.db.select().from(auditHead).orderBy(auditHead.projectId);
  return new Map(heads.map(({ projectId, seq, mac }) => [projectId, { seq, mac }]));
}
