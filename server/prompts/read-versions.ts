import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { promptVersion } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { decodeCursor, type Page, rowsOfPage, toPage } from '#server/platform/http/paging.ts';
import type { VersionRow } from './find-version.ts';

/**
 * A page of a prompt's versions, newest first. Two backward ranges of the unique index (prompt, number): the first
 * reads the sizes of the texts, which limit the page, the second the rows.
 */
export async function readVersions(
  ctx: ReadCtx,
  promptId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<VersionRow>> {
  const before = decodeCursor(cursor, ['int'])?.[0];
  const { template, messages, config, number } = promptVersion;
  const where = and(
    eq(promptVersion.projectId, ctx.project.id),
    eq(promptVersion.promptId, promptId),
    before === undefined ? undefined : lt(number, before),
  );
  const sizes = await ctx.db
    .select({
      bytes: sql<number>`coalesce(octet_length(${template}), 0) + coalesce(octet_length(${messages}::text), 0) + octet_length(${config}::text)`,
    })
    .from(promptVersion)
    .where(where)
    .orderBy(desc(number))
    .limit(limit);
  const fitting = rowsOfPage(
    sizes.map(({ bytes }) => bytes),
    limit,
  );
  const rows = await ctx.db
    .select()
    .from(promptVersion)
    .where(where)
    .orderBy(desc(number))
    .limit(fitting + 1);
  return toPage(rows, fitting, (row) => [row.number]);
}
