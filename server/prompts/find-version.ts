import { and, eq } from 'drizzle-orm';
import { promptVersion } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/faults.ts';

export type VersionRow = typeof promptVersion.$inferSelect;

/** Reads the version number in an address; 404 for any other text. */
export function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw notFound();
  return Number(text);
}

/** Version `number` of a prompt, or null. One row by unique index. */
export async function selectVersion(ctx: ReadCtx, promptId: string, number: number): Promise<VersionRow | null> {
  const [row] = await ctx.db
    .select()
    .from(promptVersion)
    .where(
      and(
        eq(promptVersion.projectId, ctx.project.id),
        eq(promptVersion.promptId, promptId),
        eq(promptVersion.number, number),
      ),
    );
  return row ?? null;
}

/** Version `number` of a prompt; 404 when there is none (for addresses). */
export async function findVersion(ctx: ReadCtx, promptId: string, number: number): Promise<VersionRow> {
  const row = await selectVersion(ctx, promptId, number);
  if (!row) throw notFound();
  return row;
}

/** Version `number` of a prompt, named in a body at `path`; 422 `unknown_version` when there is none. */
export async function requireVersion(
  ctx: ReadCtx,
  { promptId, number, path = '/version' }: { promptId: string; number: number; path?: string },
): Promise<VersionRow> {
  const row = await selectVersion(ctx, promptId, number);
  if (!row) throw invalid(path, 'unknown_version', `${path}: this prompt has no version ${number}.`);
  return row;
}
