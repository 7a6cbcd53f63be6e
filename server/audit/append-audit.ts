import { eq, sql } from 'drizzle-orm';
import { auditHead, auditKey, auditRow } from '#db/schema/audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { claimKey } from './audit-key.ts';
import { asStored, CHAIN_START } from './domain/chain.ts';
import { fingerprintOf, macOf } from './mac.ts';

/** The parts of a request that an audit row records. */
export type AuditCtx = Pick<Ctx, 'auditKey' | 'clock' | 'project' | 'actor' | 'requestId' | 'ip'>;

export type AuditEntry = {
  /** The action of the authorization table, or a more exact one of the same feature: `prompt.create`. */
  action: string;
  object: { kind: string; id: string };
  /** What changed. Never a secret, never content that users sent. */
  detail?: Record<string, unknown>;
};

/**
 * Appends one row to the project's chain, inside the transaction of the change that it records, so that neither is
 * committed without the other. The head of the chain stays locked until that transaction ends, so append last. Three
 * statements by primary key. Errors: 503 `unavailable` where the row cannot be written, also because the key of this
 * process is not the key of the log.
 */
export async function appendAudit(ctx: InTx<AuditCtx>, entry: AuditEntry): Promise<void> {
  try {
    await append(ctx, entry);
  } catch (error) {
    throw new Fault('unavailable', {
      status: 503,
      public: 'The audit log cannot be written right now, so nothing was changed. Try again shortly.',
      headers: { 'retry-after': '2' },
      internal: error,
    });
  }
}

async function append(ctx: InTx<AuditCtx>, entry: AuditEntry): Promise<void> {
  const projectId = ctx.project.id;
  await ctx.db.insert(auditHead).values({ projectId, seq: 0, mac: CHAIN_START }).onConflictDoNothing();
  const [head] = await ctx.db
    .select({
      seq: auditHead.seq,
      mac: auditHead.mac,
      key: sql<string | null>`(select ${auditKey.fingerprint} from ${auditKey})`,
    })
    .from(auditHead)
    .where(eq(auditHead.projectId, projectId))
    .for('update');
  if (!head) throw new Error(`Project ${projectId} has no audit head.`);
  if (head.key !== fingerprintOf(ctx.auditKey)) await claimKey(ctx, ctx.auditKey, ctx.clock.now());
  const row = {
    projectId,
    seq: head.seq + 1,
    at: ctx.clock.now(),
    actor: actorRecord(ctx.actor),
    action: entry.action,
    objectKind: entry.object.kind,
    objectId: entry.object.id,
    requestId: ctx.requestId,
    ip: ctx.ip,
    detail: asStored(entry.detail ?? {}),
    prev: head.mac,
  };
  const mac = macOf(ctx.auditKey, row);
  await ctx.db.insert(auditRow).values({ ...row, mac });
  await ctx.db.update(auditHead).set({ seq: row.seq, mac }).where(eq(auditHead.projectId, projectId));
}
