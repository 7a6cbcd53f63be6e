import { z } from 'zod';
import { environment, member, project } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx, Project } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict } from '#server/platform/faults.ts';
import { validate } from '#server/platform/http/validate.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { FIRST_ENVIRONMENTS } from '#server/projects/domain/environments.ts';
import { projectNameSchema } from './contract.ts';

const input = z.object({ name: projectNameSchema, simulated: z.boolean().optional() });

/**
 * Makes a project with its three environments. A person who makes one becomes its admin.
 * Errors: 422 for a wrong name, 409 `name_taken`.
 */
export async function createProject(
  ctx: Omit<Ctx, 'project'>,
  given: { name: string; simulated?: boolean },
): Promise<Project> {
  const { name, simulated } = validate(input, given);
  try {
    return await inTransaction(ctx, (ctx) => insertProject(ctx, { name, simulated: simulated ?? false }));
  } catch (error) {
    if (!isDuplicate(error, 'project_name_unique')) throw error;
    throw conflict('name_taken', `There is a project named ${name} already. Choose another name.`);
  }
}

async function insertProject(
  ctx: InTx<Omit<Ctx, 'project'>>,
  { name, simulated }: Omit<Project, 'id'>,
): Promise<Project> {
  const createdAt = ctx.clock.now();
  const [made] = await ctx.db.insert(project).values({ name, simulated, createdAt }).returning();
  if (!made) throw new Error('The insert returned no project.');
  const mine: Project = { id: made.id, name, simulated };
  await ctx.db
    .insert(environment)
    .values(FIRST_ENVIRONMENTS.map((it, position) => ({ ...it, id: newId(), projectId: made.id, position })));
  if (ctx.actor.kind === 'person' && ctx.actor.id !== null) {
    await ctx.db.insert(member).values({ projectId: made.id, personId: ctx.actor.id, role: 'admin', createdAt });
  }
  await appendAudit(
    { ...ctx, project: mine },
    {
      action: 'project.create',
      object: { kind: 'project', id: String(made.id) },
      detail: { name, simulated },
    },
  );
  return mine;
}
