import { and, eq, inArray } from 'drizzle-orm';
import { apiKey } from '#db/schema/projects.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** The ids of the project's keys of this name, revoked ones included: a key that replaces another may have its name. */
export async function findKeyIds(ctx: ReadCtx, name: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: apiKey.id })
    .from(apiKey)
    .where(and(eq(apiKey.projectId, ctx.project.id), eq(apiKey.name, name)));
  return rows.map(({ id }) => id);
}

/** The names of keys by id; a key of another project has none. One lookup an id. */
export async function readKeyNames(ctx: ReadCtx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select({ id: apiKey.id, name: apiKey.name })
    .from(apiKey)
    .where(and(eq(apiKey.projectId, ctx.project.id), inArray(apiKey.id, [...ids])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
