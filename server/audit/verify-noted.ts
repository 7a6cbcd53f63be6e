import type { Ctx } from '#server/platform/context.ts';
import type { AcceptedLoss } from './domain/standing-anchors.ts';
import { readAuditState } from './read-audit-state.ts';
import { type AuditVerdict, verifyAudit } from './verify-audit.ts';

export type NotedVerdict = Pick<AuditVerdict, 'rows' | 'broken'> & {
  /** The last row that this machine has noted outside of the database, 0 where there is none. */
  notedTo: number;
  /** Restores that an operator accepted, oldest first. */
  accepted: AcceptedLoss[];
};

/**
 * Computes the project's whole chain anew and checks it against every anchor of this machine, read from the file's
 * start.
 */
export async function verifyNoted(ctx: Ctx): Promise<NotedVerdict> {
  const { standing } = await readAuditState(ctx, { anew: true });
  const { anchors, accepted } = standing.get(ctx.project.id) ?? { anchors: [], accepted: [] };
  const { rows, broken } = await verifyAudit(ctx, ctx.project.id, { anchors });
  return { rows, broken, notedTo: anchors.at(-1)?.seq ?? 0, accepted };
}
