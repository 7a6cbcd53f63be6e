import { inArray } from 'drizzle-orm';
import { person } from '#db/schema/projects.ts';
import { readAccessChanges } from '#server/audit/read-access-changes.ts';
import type { Ctx, DbCtx } from '#server/platform/context.ts';
import { isUuid } from '#server/platform/ids.ts';
import { WEAKENED_MS } from '#server/projects/domain/weakened.ts';
import type { HeldPromotion } from '#server/promotions/actions/hold-promotion.ts';
import { INVOLVED, type Involvement } from '#server/promotions/domain/involved.ts';
import { OPEN_STATUSES } from '#server/promotions/domain/promotion-machine.ts';
import {
  type AccessRow,
  type Appointed,
  appointedBy,
  type RecentChange,
  recentChange,
} from '#server/promotions/domain/recent-change.ts';

/** How an approver got the role, where the requester or the author gave it; `because` ends "by Ada, who …". */
export type Appointment = Appointed & { because: string };

export type Surroundings = {
  changes: RecentChange[];
  /** The moment that the 24 hours end at. */
  until: Date;
  /** By the approver's person id. */
  appointmentOf: (personId: string) => Appointment | null;
  /** Who can never approve it, and why; `because` ends a sentence that begins with the name. */
  barred: { id: string; name: string; because: string }[];
};

/**
 * What changed around a promotion in the 24 hours before now, or before it was decided: members and roles, keys, the
 * protection of its target, the gate policy of its prompt. Two reads by index.
 */
export async function readSurroundings(ctx: Ctx, { row, approvals, scope }: HeldPromotion): Promise<Surroundings> {
  const open = OPEN_STATUSES.includes(row.status);
  const until = open ? ctx.clock.now() : (approvals.at(-1)?.at ?? row.updatedAt);
  const from = new Date(until.getTime() - WEAKENED_MS);
  const rows: AccessRow[] = await readAccessChanges(ctx, {
    from,
    to: until,
    objectIds: [row.environmentId, row.promptId],
  });
  const about = rows.flatMap(({ action, objectId }) => (action.startsWith('member.') ? [objectId] : []));
  const names = await readNames(ctx, [...about, ...scope.involved.keys()]);
  const nameOf = (id: string) => names.get(id);
  return {
    until,
    changes: rows.map((each) => recentChange(each, nameOf)),
    appointmentOf: (personId) => appointmentOf(rows, personId, scope.involved, nameOf),
    barred: [...scope.involved].map(([id, how]) => ({
      id,
      name: names.get(id) ?? 'A person',
      because: INVOLVED[how].others,
    })),
  };
}

function appointmentOf(
  rows: readonly AccessRow[],
  personId: string,
  involved: ReadonlyMap<string, Involvement>,
  nameOf: (personId: string) => string | undefined,
): Appointment | null {
  const found = appointedBy(rows, personId, new Set(involved.keys()), nameOf);
  const how = found && involved.get(found.by.id);
  return found && how ? { ...found, because: INVOLVED[how].others } : null;
}

async function readNames({ db }: DbCtx, ids: readonly string[]): Promise<Map<string, string>> {
  const people = [...new Set(ids)].filter((id) => isUuid(id));
  if (people.length === 0) return new Map();
  const rows = await db.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, people));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
