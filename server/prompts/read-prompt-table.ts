import { and, asc, count, desc, eq, sql } from 'drizzle-orm';
import { prompt } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { readEnvironments } from '#server/projects/read-environments.ts';
import { type PromptFilter, type PromptListRow, promptsWhere, readPrompts } from './read-prompts.ts';

export type PromptTable = {
  /** Folders directly in the one that is shown, with the prompts anywhere below each; empty in a flat list. */
  folders: { path: string; name: string; prompts: number }[];
  /** Whether `data` holds the prompts of those folders as well, because all of them fit one page. */
  open: boolean;
  data: PromptListRow[];
  nextCursor: string | null;
  /** Prompts that the filter finds, on all pages, without those that `folders` counts. */
  total: number;
  tags: { tag: string; prompts: number }[];
  environments: { name: string; protected: boolean }[];
};

const TAGS_MAX = 50;

/**
 * The prompts page in one read: a folder with its subfolders, or, with a search or tag, a flat list. Counting folders,
 * tags and the total scans the project's prompts (10,000: a few milliseconds); the rows are one page.
 */
export async function readPromptTable(ctx: ReadCtx, filter: PromptFilter): Promise<PromptTable> {
  const isFlat = filter.folder === undefined || Boolean(filter.search) || filter.tag !== undefined;
  const narrowed = isFlat ? { ...filter, folder: undefined } : filter;
  const [folders, [total], tags, environments] = await Promise.all([
    isFlat ? [] : readFolders(ctx, filter.folder ?? ''),
    ctx.db.select({ n: count() }).from(prompt).where(promptsWhere(ctx.project.id, narrowed)),
    readTags(ctx),
    readEnvironments(ctx),
  ]);
  const inFolders = folders.reduce((sum, folder) => sum + folder.prompts, 0);
  const open = inFolders > 0 && inFolders + (total?.n ?? 0) <= filter.limit;
  const page = await readPrompts(ctx, open ? { ...narrowed, deep: true } : narrowed);
  return {
    folders,
    open,
    data: page.data,
    nextCursor: page.next_cursor,
    total: total?.n ?? 0,
    tags,
    environments: environments.map((row) => ({ name: row.name, protected: row.protected })),
  };
}

async function readFolders(ctx: ReadCtx, folder: string): Promise<PromptTable['folders']> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const rest = sql`substr(${prompt.name}, ${prefix.length + 1}::int)`;
  const name = sql<string>`split_part(${rest}, '/', 1)`.as('folder');
  const rows = await ctx.db
    .select({ name, prompts: count() })
    .from(prompt)
    .where(
      and(
        eq(prompt.projectId, ctx.project.id),
        sql`starts_with(${prompt.name}, ${prefix}) and strpos(${rest}, '/') > 0`,
      ),
    )
    .groupBy(sql`folder`)
    .orderBy(sql`folder`);
  return rows.map((row) => ({ ...row, path: prefix + row.name }));
}

function readTags(ctx: ReadCtx): Promise<PromptTable['tags']> {
  const tag = sql<string>`unnest(${prompt.tags})`.as('tag');
  return ctx.db
    .select({ tag, prompts: count() })
    .from(prompt)
    .where(eq(prompt.projectId, ctx.project.id))
    .groupBy(sql`tag`)
    .orderBy(desc(count()), asc(sql`tag`))
    .limit(TAGS_MAX);
}
