import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { escalationStep, onCallOverride, onCallRotation } from '#db/schema/notify.ts';
import { member, person } from '#db/schema/projects.ts';
import { type OnCall, type Override, onCallAt } from '#server/alerts/notify/domain/on-call.ts';
import type { Ctx } from '#server/platform/context.ts';

export type RotationRow = typeof onCallRotation.$inferSelect;
export type OnCallPerson = { id: string; name: string };

export type OnCallState = {
  people: ReadonlyMap<string, OnCallPerson>;
  rotations: { row: RotationRow; overrides: (typeof onCallOverride.$inferSelect)[]; now: OnCall | null }[];
  steps: { step: number; afterMinutes: number; rotationId: string | null; person: OnCallPerson | null }[];
  /** Whom a page wakes: whom the first step of escalation names, else who is on call in the first rotation. */
  first: OnCallPerson | null;
};

/** Everything about on-call duty of a project at this moment. People who left the project are in no turn. */
export async function readOnCall(ctx: Ctx): Promise<OnCallState> {
  const at = ctx.clock.now();
  const project = ctx.project.id;
  const [members, rows, overrides, steps] = [
    await ctx.db
      .select({ id: person.id, name: person.name })
      .from(member)
      .innerJoin(person, eq(person.id, member.personId))
      .where(eq(member.projectId, project)),
    await ctx.db
      .select()
      .from(onCallRotation)
      .where(eq(onCallRotation.projectId, project))
      .orderBy(asc(onCallRotation.name)),
    await ctx.db
      .select()
      .from(onCallOverride)
      .where(and(eq(onCallOverride.projectId, project), gt(onCallOverride.endsAt, at)))
      .orderBy(asc(onCallOverride.startsAt)),
    await ctx.db
      .select()
      .from(escalationStep)
      .where(eq(escalationStep.projectId, project))
      .orderBy(asc(escalationStep.step)),
  ];
  const people = new Map(members.map((one) => [one.id, one]));
  const rotations = rows.map((row) => {
    const mine = overrides.filter((one) => one.rotationId === row.id && people.has(one.personId));
    const turns: Override[] = mine.map((one) => ({
      ...{
        person: one.personId,
        from: one.startsAt.getTime(),
        to: one.endsAt.getTime(),
        createdAt: one.createdAt.getTime(),
      },
    }));
    const rotation = { ...row, people: row.people.filter((id) => people.has(id)) };
    return { row, overrides: mine, now: onCallAt(rotation, turns, at.getTime()) };
  });
  const onCallIn = new Map(rotations.map(({ row, now }) => [row.id, now?.person]));
  const named = steps.map(({ step, afterMinutes, rotationId, personId }) => {
    const id = personId ?? onCallIn.get(rotationId ?? '');
    return { step, afterMinutes, rotationId, person: people.get(id ?? '') ?? null };
  });
  const [step] = named;
  const first = step === undefined ? (people.get(rotations[0]?.now?.person ?? '') ?? null) : step.person;
  return { people, rotations, steps: named, first };
}

/** Who is woken first: {@link OnCallState.first}. */
export const readFirstOnCall = async (ctx: Ctx): Promise<OnCallPerson | null> => (await readOnCall(ctx)).first;

/** Pages that fire and that nobody acknowledged, the oldest first, at most `limit`. */
export function readOpenPages(ctx: Ctx, limit: number) {
  const isOpen = and(isNull(alert.resolvedAt), isNull(alert.acknowledgedAt), eq(alert.severity, 'page'));
  return ctx.db
    .select({
      ...{ id: alert.id, prompt: alert.prompt, kind: alert.kind, severity: alert.severity },
      ...{ fingerprint: alert.fingerprint, openedAt: alert.openedAt },
    })
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), isOpen))
    .orderBy(alert.openedAt)
    .limit(limit);
}
