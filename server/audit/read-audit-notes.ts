import type { Ctx } from '#server/platform/context.ts';
import { concerns } from './domain/finding.ts';
import { findingSentence } from './finding-sentence.ts';
import { readAuditState } from './read-audit-state.ts';

export type AuditNotes = {
  /** What does not fit between the database and what was noted of it; empty where all does. */
  findings: string[];
  /** The last of this project's rows that was noted outside of the database on this machine, and when. */
  noted: { row: number; at: string } | null;
  /** Places outside of this machine that the operator named for the notes. */
  alsoIn: ('file' | 'webhook')[];
  /** Machines that keep notes of their own. */
  elsewhere: string[];
};

/** What Settings → Audit log says before anybody verifies: cheap, as it looks up one row a chain. */
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
