import { and, eq, inArray } from 'drizzle-orm';
import type { z } from 'zod';
import { escalationStep, onCallOverride, onCallRotation } from '#db/schema/notify.ts';
import { member } from '#db/schema/projects.ts';
import type { overrideInput, rotationInput, stepsInput } from '#server/alerts/notify/contract.ts';
import { isTimeZone } from '#server/alerts/notify/domain/on-call.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict, invalid, notFound } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';

/**
 * Makes a rotation, or replaces one by its id. 404 unknown; 409 `rotation_exists` for a name that is taken; 422 for an
 * unknown time zone or somebody who is no member.
 */
export async function saveRotation(
  ctx: Ctx,
  { id, ...given }: z.output<typeof rotationInput>,
): Promise<{ id: string }> {
  if (!isTimeZone(given.timeZone)) {
    throw invalid('/timeZone', 'unknown_time_zone', '/timeZone must be an IANA name, such as Europe/Berlin.');
  }
  try {
    return await inTransaction(ctx, async (ctx) => {
      await checkMembers(ctx, '/people', given.people);
      const row = { ...given, updatedAt: ctx.clock.now() };
      const mine = and(eq(onCallRotation.projectId, ctx.project.id), eq(onCallRotation.id, id ?? ''));
      const [saved] =
        id == null
          ? await ctx.db
              .insert(onCallRotation)
              .values({ id: newId(), projectId: ctx.project.id, ...row })
              .returning()
          : await ctx.db.update(onCallRotation).set(row).where(mine).returning();
      if (!saved) throw notFound();
      const { timeZone: time_zone, people, name } = given;
      const detail = {
        name,
        people,
        time_zone,
        hand_over_day: given.handOverDay,
        hand_over_minute: given.handOverMinute,
      };
      await appendAudit(ctx, {
        action: 'on_call.rotation',
        object: { kind: 'on_call_rotation', id: saved.id },
        detail,
      });
      return { id: saved.id };
    });
  } catch (error) {
    if (!isDuplicate(error, 'on_call_rotation_name')) throw error;
    throw conflict('rotation_exists', `There is a rotation named ${given.name} already. Choose another name.`);
  }
}

const OVERRIDE_MS_MAX = 60 * DAY_MS;

/** Has somebody stand in for whoever is on call. 404 unknown rotation; 422 for times and people that cannot be. */
export async function addOverride(ctx: Ctx, given: z.output<typeof overrideInput>): Promise<{ id: string }> {
  const { rotationId, personId } = given;
  const [startsAt, endsAt] = [new Date(given.startsAt), new Date(given.endsAt)];
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now();
    const [found] = await ctx.db
      .select({ id: onCallRotation.id })
      .from(onCallRotation)
      .where(and(eq(onCallRotation.projectId, ctx.project.id), eq(onCallRotation.id, rotationId)));
    if (!found) throw notFound();
    await checkMembers(ctx, '/personId', [personId]);
    if (endsAt <= startsAt || endsAt <= now) {
      throw invalid('/endsAt', 'not_after', '/endsAt must be after the start and after now.');
    }
    if (endsAt.getTime() - startsAt.getTime() > OVERRIDE_MS_MAX) {
      throw invalid(
        '/endsAt',
        'too_long',
        '/endsAt is more than 60 days after the start. Change the rotation instead.',
      );
    }
    const id = newId();
    await ctx.db.insert(onCallOverride).values({
      ...{ id, projectId: ctx.project.id, rotationId, personId, startsAt, endsAt },
      ...{ actor: actorRecord(ctx.actor), createdAt: now },
    });
    const detail = { person: personId, starts_at: startsAt.toISOString(), ends_at: endsAt.toISOString() };
    await appendAudit(ctx, {
      action: 'on_call.override',
      object: { kind: 'on_call_rotation', id: rotationId },
      detail,
    });
    return { id };
  });
}

/** Replaces the steps of escalation, in the order given. 422 where one names nobody, both, or somebody unknown. */
export async function saveSteps(ctx: Ctx, { steps }: z.output<typeof stepsInput>): Promise<{ steps: number }> {
  for (const [index, { rotationId, personId, afterMinutes }] of steps.entries()) {
    if ((rotationId == null) === (personId == null)) {
      throw invalid(`/steps/${index}`, 'one_of', `/steps/${index} names a rotation or a person, and not both.`);
    }
    if (index > 0 && afterMinutes <= (steps[index - 1]?.afterMinutes ?? 0)) {
      throw invalid(
        `/steps/${index}/afterMinutes`,
        'not_growing',
        `/steps/${index}/afterMinutes must be more than that of the step before.`,
      );
    }
  }
  return inTransaction(ctx, async (ctx) => {
    await checkMembers(
      ctx,
      '/steps',
      steps.flatMap(({ personId }) => personId ?? []),
    );
    await checkRotations(
      ctx,
      steps.flatMap(({ rotationId }) => rotationId ?? []),
    );
    await ctx.db.delete(escalationStep).where(eq(escalationStep.projectId, ctx.project.id));
    if (steps.length > 0) {
      await ctx.db.insert(escalationStep).values(
        steps.map(({ afterMinutes, rotationId, personId }, index) => ({
          ...{ projectId: ctx.project.id, step: index + 1, afterMinutes },
          ...{ rotationId: rotationId ?? null, personId: personId ?? null },
        })),
      );
    }
    const detail = { after_minutes: steps.map(({ afterMinutes }) => afterMinutes) };
    await appendAudit(ctx, {
      action: 'on_call.steps',
      object: { kind: 'escalation', id: String(ctx.project.id) },
      detail,
    });
    return { steps: steps.length };
  });
}

async function checkMembers(ctx: InTx, path: string, people: readonly string[]): Promise<void> {
  const ids = [...new Set(people)];
  if (ids.length === 0) return;
  const rows = await ctx.db
    .select({ id: member.personId })
    .from(member)
    .where(and(eq(member.projectId, ctx.project.id), inArray(member.personId, ids)));
  if (rows.length < ids.length)
    throw invalid(path, 'unknown_person', `${path} names somebody who is no member of the project.`);
}

async function checkRotations(ctx: InTx, rotations: readonly string[]): Promise<void> {
  const ids = [...new Set(rotations)];
  if (ids.length === 0) return;
  const rows = await ctx.db
    .select({ id: onCallRotation.id })
    .from(onCallRotation)
    .where(and(eq(onCallRotation.projectId, ctx.project.id), inArray(onCallRotation.id, ids)));
  if (rows.length < ids.length)
    throw invalid('/steps', 'unknown_rotation', '/steps names a rotation that the project does not have.');
}
