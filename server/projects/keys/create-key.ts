import { randomInt } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { apiKey, member, serviceAccount } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Scope } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { forbidden, invalid } from '#server/platform/faults.ts';
import { validate } from '#server/platform/http/validate.ts';
import { newId, sha256Hex } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { keyInput } from '#server/projects/contract.ts';
import { makeKeyText } from '#server/projects/domain/key-text.ts';
import { notifyKeys } from './notify-keys.ts';

const input = keyInput.omit({ owner: true }).extend({ ownerId: z.uuid().nullable() });

export type CreatedKey = {
  id: string;
  /** The key's text, which is returned only here. */
  key: string;
  last4: string;
};

/**
 * Makes a key of the project, owned by a person (`ownerId`) or, with null, by a service account of its name.
 * A person can make only keys for themselves: a key that acts as another person could approve in that person's name.
 * Errors: 422 for scopes, name, a past expiry, or an owner who is no member; 403 `not_your_key`.
 */
export async function createKey(
  ctx: Ctx,
  given: { name: string; scopes: Scope[]; ownerId: string | null; expiresAt?: Date },
): Promise<CreatedKey> {
  const { name, scopes, ownerId, expiresAt } = validate(input, given);
  if (expiresAt && expiresAt <= ctx.clock.now()) throw invalid('/expiresAt', 'past', 'The expiry must lie ahead.');
  if (ownerId !== null && ctx.actor.kind !== 'system' && ctx.actor.id !== ownerId) {
    throw forbidden('not_your_key', 'A key can act as you or as a service account, not as another person.');
  }
  const key = makeKeyText(() => randomInt(62));
  const id = newId();
  const last4 = key.slice(-4);
  await inTransaction(ctx, async (ctx) => {
    const owner = ownerId === null ? await makeServiceAccount(ctx, name) : await requireMember(ctx, ownerId);
    await ctx.db.insert(apiKey).values({
      ...owner,
      id,
      projectId: ctx.project.id,
      name,
      hash: sha256Hex(key),
      last4,
      scopes: [...new Set(scopes)],
      createdBy: ctx.actor.kind === 'person' ? ctx.actor.id : null,
      createdAt: ctx.clock.now(),
      expiresAt: expiresAt ?? null,
    });
    await notifyKeys(ctx);
    await appendAudit(ctx, {
      action: 'key.create',
      object: { kind: 'key', id },
      detail: { name, scopes, ownerId, last4, expiresAt },
    });
  });
  return { id, key, last4 };
}

async function makeServiceAccount(ctx: InTx, name: string): Promise<{ serviceAccountId: string }> {
  const id = newId();
  await ctx.db.insert(serviceAccount).values({ id, projectId: ctx.project.id, name, createdAt: ctx.clock.now() });
  return { serviceAccountId: id };
}

async function requireMember(ctx: InTx, personId: string): Promise<{ ownerId: string }> {
  const [found] = await ctx.db
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.projectId, ctx.project.id), eq(member.personId, personId)));
  if (!found) throw invalid('/owner', 'not_a_member', 'The owner of a key must be a member of the project.');
  return { ownerId: personId };
}
