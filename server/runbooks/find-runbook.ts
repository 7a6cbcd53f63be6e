import { and, asc, eq } from 'drizzle-orm';
import { runbook, runbookVersion } from '#db/schema/runbooks.ts';
import { actorRecord, type Ctx, type ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { BUILTIN_RUNBOOKS } from './domain/builtin.ts';

/** A runbook as it is now. */
export type RunbookText = {
  /** Null of a built-in runbook that has no row yet. */
  id: string | null;
  name: string;
  isBuiltin: boolean;
  version: number;
  owner: string | null;
  markdown: string;
  /** Null where nobody has changed it. */
  updatedAt: Date | null;
};

const builtin = (name: string) => BUILTIN_RUNBOOKS.find((one) => one.name === name) ?? null;

/**
 * The runbooks of a project with their newest versions, the built-in ones first. A built-in one that nobody has edited
 * has the text of this release. One read of at most a hundred rows.
 */
export async function findRunbooks(ctx: ReadCtx, name?: string): Promise<RunbookText[]> {
  const rows = await ctx.db
    .select({ runbook, version: runbookVersion })
    .from(runbook)
    .innerJoin(
      runbookVersion,
      and(eq(runbookVersion.runbookId, runbook.id), eq(runbookVersion.version, runbook.version)),
    )
    .where(and(eq(runbook.projectId, ctx.project.id), name === undefined ? undefined : eq(runbook.name, name)))
    .orderBy(asc(runbook.name));
  const stored = new Map(rows.map((row) => [row.runbook.name, row]));
  const own = rows.filter((row) => row.runbook.builtin === null).map(({ runbook: { name } }) => name);
  const names = [...BUILTIN_RUNBOOKS.map((one) => one.name), ...own];
  return names.flatMap((each): RunbookText[] => {
    if (name !== undefined && each !== name) return [];
    const row = stored.get(each);
    const text = builtin(each);
    if (row === undefined) {
      return text === null ? [] : [{ ...text, id: null, isBuiltin: true, version: 1, owner: null, updatedAt: null }];
    }
    const isOurs = row.version.actor.kind === 'system';
    return [
      {
        ...{ id: row.runbook.id, name: each, isBuiltin: row.runbook.builtin !== null, version: row.version.version },
        ...{ owner: row.version.owner, markdown: row.version.markdown, updatedAt: isOurs ? null : row.version.at },
      },
    ];
  });
}

/** One runbook; 404 where the project has none of this name. */
export async function findRunbook(ctx: ReadCtx, name: string): Promise<RunbookText> {
  const [found] = await findRunbooks(ctx, name);
  if (!found) throw notFound();
  return found;
}

/**
 * The row of a runbook, locked until the transaction ends; a built-in one gets its row here, with the text of this release
 * by the system. Where the text of a later release differs from what the system wrote, it becomes the next version. 404.
 */
export async function holdRunbook(ctx: InTx<Ctx>, name: string): Promise<RunbookText & { id: string }> {
  const text = builtin(name);
  const now = ctx.clock.now();
  if (text !== null) {
    const row = { id: newId(), projectId: ctx.project.id, name, builtin: name, version: 1 };
    const [made] = await ctx.db
      .insert(runbook)
      .values({ ...row, createdAt: now, updatedAt: now })
      .onConflictDoNothing({ target: [runbook.projectId, runbook.name] })
      .returning({ id: runbook.id });
    if (made)
      await writeVersion(ctx, { runbookId: made.id, version: 1, owner: null, markdown: text.markdown, actor: SYSTEM });
  }
  const [held] = await ctx.db
    .select({ id: runbook.id })
    .from(runbook)
    .where(and(eq(runbook.projectId, ctx.project.id), eq(runbook.name, name)))
    .for('update');
  if (!held) throw notFound();
  const found = await findRunbook(ctx, name);
  const isBehind = text !== null && found.updatedAt === null && found.markdown !== text.markdown;
  if (!isBehind) return { ...found, id: held.id };
  const version = found.version + 1;
  await writeVersion(ctx, { runbookId: held.id, version, owner: null, markdown: text.markdown, actor: SYSTEM });
  return { ...found, id: held.id, version, markdown: text.markdown };
}

const SYSTEM = { kind: 'system', id: null, name: 'Switchyard' } as const;

type NewVersion = Omit<typeof runbookVersion.$inferInsert, 'at' | 'actor'> & { actor?: typeof SYSTEM };

/** Writes a version, by the caller where no other actor is given, and makes it the newest. */
export async function writeVersion(ctx: InTx<Ctx>, { actor, ...version }: NewVersion): Promise<void> {
  const at = ctx.clock.now();
  await ctx.db.insert(runbookVersion).values({ ...version, actor: actor ?? actorRecord(ctx.actor), at });
  await ctx.db
    .update(runbook)
    .set({ version: version.version, updatedAt: at })
    .where(and(eq(runbook.id, version.runbookId), eq(runbook.projectId, ctx.project.id)));
}
