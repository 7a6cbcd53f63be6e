import { and, count, eq } from 'drizzle-orm';
import { postmortemAction } from '#db/schema/postmortems.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid, notFound } from '#server/platform/faults.ts';
import { isUuid, newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { readMembers } from '#server/projects/members/read-members.ts';
import type { ActionChange, ActionEntry } from './contract.ts';
import { proposedDueOn } from './domain/due.ts';
import { lockPostmortem } from './find-postmortem.ts';
import { type ActionRow, readActions } from './read-postmortem.ts';

/** Action items of one post-mortem: more than this are done by nobody. */
const ACTIONS_MAX = 50;

/** The name of the owner. 422 for somebody who is no member of the project. */
async function requireMember(ctx: InTx, personId: string): Promise<string> {
  const found = (await readMembers(ctx)).find(({ id }) => id === personId);
  if (found === undefined) throw invalid('/owner_id', 'no_member', 'This person is no member of the project.');
  return found.name;
}

/**
 * Adds an action item with one owner; without a day it is due as the severity of the incident proposes. 404 unknown
 * incident or no post-mortem; 409 `too_many_actions`; 422 for an owner who is no member.
 */
export async function addActionItem(ctx: Ctx, name: string, given: ActionEntry): Promise<ActionRow> {
  return inTransaction(ctx, async (ctx) => {
    const { row, incident } = await lockPostmortem(ctx, name);
    const owner = await requireMember(ctx, given.owner_id);
    const [have] = await ctx.db
      .select({ n: count() })
      .from(postmortemAction)
      .where(eq(postmortemAction.postmortemId, row.id));
    if ((have?.n ?? 0) >= ACTIONS_MAX)
      throw conflict('too_many_actions', `A post-mortem has at most ${ACTIONS_MAX} action items.`);
    const at = ctx.clock.now();
    const [made] = await ctx.db
      .insert(postmortemAction)
      .values({
        ...{ id: newId(), projectId: ctx.project.id, postmortemId: row.id, kind: given.kind, title: given.title },
        ...{ ownerId: given.owner_id, dueOn: given.due_on ?? proposedDueOn(incident.severity, at) },
        ...{ createdBy: actorRecord(ctx.actor), createdAt: at, updatedAt: at },
      })
      .returning();
    if (!made) throw new Error('The action item was not inserted.');
    await audit(ctx, 'postmortem.add_action', made.id, { incident: incident.number, owner, due_on: made.dueOn });
    return { ...made, owner };
  });
}

/**
 * Changes what is given of an action item; `done` notes who did it and when, or opens it again. 404 unknown; 422 for an
 * owner who is no member.
 */
export async function changeActionItem(
  ctx: Ctx,
  name: string,
  { id, ...change }: ActionChange & { id: string },
): Promise<ActionRow> {
  if (!isUuid(id)) throw notFound();
  return inTransaction(ctx, async (ctx) => {
    const { row, incident } = await lockPostmortem(ctx, name);
    const mine = and(
      eq(postmortemAction.projectId, ctx.project.id),
      eq(postmortemAction.postmortemId, row.id),
      eq(postmortemAction.id, id),
    );
    const [before] = await ctx.db.select().from(postmortemAction).where(mine).for('update');
    if (!before) throw notFound();
    if (change.owner_id !== undefined) await requireMember(ctx, change.owner_id);
    const at = ctx.clock.now();
    const isDone = before.doneAt !== null;
    const done =
      change.done === undefined || change.done === isDone
        ? {}
        : change.done
          ? { doneAt: at, doneBy: actorRecord(ctx.actor) }
          : { doneAt: null, doneBy: null };
    await ctx.db
      .update(postmortemAction)
      .set({
        ...{ title: change.title, kind: change.kind, ownerId: change.owner_id, dueOn: change.due_on, updatedAt: at },
        ...done,
      })
      .where(mine);
    await audit(ctx, 'postmortem.change_action', id, { incident: incident.number, change });
    const found = (await readActions(ctx, row.id)).find((one) => one.id === id);
    if (!found) throw new Error('The action item is gone.');
    return found;
  });
}

const audit = (ctx: InTx, action: string, id: string, detail: Record<string, unknown>): Promise<void> =>
  appendAudit(ctx, { action, object: { kind: 'postmortem_action', id }, detail });
