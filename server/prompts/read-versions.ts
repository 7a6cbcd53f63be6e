import { and, desc, eq, lt } from 'drizzle-orm';
import { promptVersion } from '#db/schema/prompts.ts';
import type { Ctx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import type { VersionRow } from './find-version.ts';

/** A page of a prompt's versions, newest first. One backward range of the unique index (prompt, number). */
export async function readVersions(
  ctx: Pick<Ctx, 'db'>,
  promptId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<VersionRow>> {
  const before = decodeCursor(cursor, ['int'])?.[0];
  const rows = await ctx.db
    .select()
    .from(promptVersion)
    .where(
      and(eq(promptVersion.promptId, promptId), before === undefined ? undefined : lt(promptVersion.number, before)),
    )
    .orderBy(desc(promptVersion.number))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => [row.number]);
}
