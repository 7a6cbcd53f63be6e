import { timingSafeEqual } from 'node:crypto';
import { and, asc, eq, gt } from 'drizzle-orm';
import { auditHead, auditRow } from '#db/schema/audit.ts';
import type { Services } from '#server/platform/context.ts';
import { CHAIN_START } from './domain/chain.ts';
import { type ChainBreak, type ChainState, followHead, followRow } from './domain/check-chain.ts';
import { macOf } from './mac.ts';

export type AuditVerdict = { projectId: number; rows: number; head: ChainState; broken: ChainBreak | null };

const READ_AT_ONCE = 2000;
const START: ChainState = { seq: 0, mac: CHAIN_START };

/**
 * Computes a project's chain anew from its first row and names the first row that does not hold: `altered`, `missing`
 * (taken out, put in or moved), or `truncated` (cut off at the end, seen by the head or by `anchor`, a head that was
 * noted outside of the database). Reads the primary key once from end to end, 2,000 rows at a time.
 */
export async function verifyAudit(
  services: Pick<Services, 'db' | 'auditKey'>,
  projectId: number,
  anchor: ChainState | null = null,
): Promise<AuditVerdict> {
  const head = await readHead(services, projectId);
  const known = [head, anchor].filter((it) => it !== null);
  let at = START;
  const end = (broken: ChainBreak | null): AuditVerdict => ({ projectId, rows: at.seq, head: head ?? START, broken });
  for (;;) {
    const rows = await services.db
      .select()
      .from(auditRow)
      .where(and(eq(auditRow.projectId, projectId), gt(auditRow.seq, at.seq)))
      .orderBy(asc(auditRow.seq))
      .limit(READ_AT_ONCE);
    for (const { mac, ...row } of rows) {
      const next = followRow(at, { seq: row.seq, prev: row.prev, mac, expected: macOf(services.auditKey, row) });
      if ('kind' in next) return end(next);
      const other = known.some((it) => it.seq === next.seq && !sameMac(it.mac, next.mac));
      if (other) return end({ kind: 'altered', seq: next.seq });
      at = next;
    }
    if (rows.length < READ_AT_ONCE) break;
  }
  // Without its head nobody can say where the chain ends. Rows past it were appended while we read.
  if (head === null && at.seq > 0) return end({ kind: 'truncated', seq: at.seq + 1 });
  return end(known.map((it) => followHead(at, it)).find((it) => it !== null) ?? null);
}

async function readHead({ db }: Pick<Services, 'db'>, projectId: number): Promise<ChainState | null> {
  const [head] = await db.select().from(auditHead).where(eq(auditHead.projectId, projectId));
  return head ? { seq: head.seq, mac: head.mac } : null;
}

function sameMac(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
