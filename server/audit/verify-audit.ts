import { timingSafeEqual } from 'node:crypto';
import { and, asc, eq, gt } from 'drizzle-orm';
import { auditHead, auditRow } from '#db/schema/audit.ts';
import type { DbCtx, Services } from '#server/platform/context.ts';
import { CHAIN_START } from './domain/chain.ts';
import { type ChainBreak, type ChainState, followHead, followRow } from './domain/check-chain.ts';
import type { Anchor } from './domain/standing-anchors.ts';
import { macOf } from './mac.ts';

export type AuditVerdict = { projectId: number; rows: number; head: ChainState; broken: ChainBreak | null };

const READ_AT_ONCE = 2000;
const START: ChainState = { seq: 0, mac: CHAIN_START };

/**
 * Computes a project's chain anew from its first row and returns the first row that is wrong: `altered`, `missing`
 * (deleted, inserted or moved), `truncated` (missing at the end, by the head or an anchor), or `anchor_mismatch`, where
 * a row is not the one in `anchors`. Reads all rows by primary key, 2,000 at a time. `from` begins after a row that is
 * known to be right; `rows` is still counted from the first.
 */
export async function verifyAudit(
  services: Pick<Services, 'db' | 'auditKey'>,
  projectId: number,
  { anchors = [], from = START }: { anchors?: readonly Anchor[]; from?: ChainState } = {},
): Promise<AuditVerdict> {
  const head = await readHead(services, projectId);
  const noted = Map.groupBy(anchors, (it) => it.seq);
  let at = from;
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
      if (head?.seq === next.seq && !sameMac(head.mac, next.mac)) return end({ kind: 'altered', seq: next.seq });
      const other = noted.get(next.seq)?.find((it) => !sameMac(it.mac, next.mac));
      if (other) return end({ kind: 'anchor_mismatch', seq: next.seq, notedAt: other.at });
      at = next;
    }
    if (rows.length < READ_AT_ONCE) break;
  }
  // Without its head the end of the chain is unknown. Rows past the head were appended while we read.
  if (head === null && at.seq > 0) return end({ kind: 'truncated', seq: at.seq + 1 });
  const known = [anchors.findLast((it) => it.seq > at.seq), head].filter((it) => it != null);
  return end(known.map((it) => followHead(at, it)).find((it) => it !== null) ?? null);
}

async function readHead({ db }: DbCtx, projectId: number): Promise<ChainState | null> {
  const [head] = await db.select().from(auditHead).where(eq(auditHead.projectId, projectId));
  return head ? { seq: head.seq, mac: head.mac } : null;
}

function sameMac(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
