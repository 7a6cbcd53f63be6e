import type { Ctx } from '#server/platform/context.ts';
import { concerns } from './domain/finding.ts';
import { findingSentence } from './finding-sentence.ts';
import { readAuditState } from './read-audit-state.ts';

export type AuditNotes = {
  /** The differences between the database and the anchors, as sentences; empty where there are none. */
  findings: string[];
  /** The last row of this project that this machine has noted outside of the database, and when. */
  noted: { row: number; at: string } | null;
  /** Where the operator also has the anchors sent. */
  alsoIn: ('file' | 'webhook')[];
  /** Other machines that have a file of anchors. */
  elsewhere: string[];
};

/** What Settings → Audit log shows before a verification: cheap, as it looks up one row of each chain. */
export async function readAuditNotes(ctx: Ctx): Promise<AuditNotes> {
  const { findings, standing, elsewhere } = await readAuditState(ctx);
  const last = standing.get(ctx.project.id)?.anchors.at(-1);
  const nameOf = (id: number) => (id === ctx.project.id ? ctx.project.name : undefined);
  const { file, webhook } = ctx.anchorsOutside;
  return {
    findings: findings.filter((it) => concerns(it, ctx.project.id)).map((it) => findingSentence(it, nameOf)),
    noted: last ? { row: last.seq, at: last.at } : null,
    alsoIn: [...(file === null ? [] : ['file' as const]), ...(webhook === null ? [] : ['webhook' as const])],
    elsewhere: elsewhere.map((it) => it.place.split(':')[0] ?? ''),
  };
}
