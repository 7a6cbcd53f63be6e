import { count, eq } from 'drizzle-orm';
import { runbook } from '#db/schema/runbooks.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict, invalidFields } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { RunbookChange, RunbookEntry } from './contract.ts';
import { BUILTIN_RUNBOOKS } from './domain/builtin.ts';
import { parseRunbook } from './domain/parse-runbook.ts';
import { holdRunbook, writeVersion } from './find-runbook.ts';

/** Most runbooks that a project makes: each is checked for its list. */
const RUNBOOKS_MAX = 100;

/** 422 with the line of everything that is wrong with the Markdown. */
function requireParsed(markdown: string): void {
  const { problems } = parseRunbook(markdown);
  if (problems.length === 0) return;
  throw invalidFields(
    problems.map(({ line, code, message }) => ({ path: '/markdown', code, message: `Line ${line}: ${message}` })),
  );
}

/**
 * Makes a runbook of the project's own. 409 `runbook_exists`, also for the name of a built-in one, `too_many_runbooks` past
 * 100; 422 for Markdown that is no runbook.
 */
export async function createRunbook(ctx: Ctx, { name, markdown, owner }: RunbookEntry): Promise<{ name: string }> {
  requireParsed(markdown);
  const exists = () => conflict('runbook_exists', `There is a runbook ${name} already. Change it with PATCH.`);
  if (BUILTIN_RUNBOOKS.some((one) => one.name === name)) throw exists();
  try {
    return await inTransaction(ctx, async (ctx) => {
      const now = ctx.clock.now();
      const row = { id: newId(), projectId: ctx.project.id, name, builtin: null, version: 1 };
      await ctx.db.insert(runbook).values({ ...row, createdAt: now, updatedAt: now });
      await writeVersion(ctx, { runbookId: row.id, version: 1, owner, markdown });
      const mine = await ctx.db.select({ n: count() }).from(runbook).where(eq(runbook.projectId, ctx.project.id));
      if ((mine[0]?.n ?? 0) > RUNBOOKS_MAX)
        throw conflict('too_many_runbooks', `A project has at most ${RUNBOOKS_MAX} runbooks.`);
      const object = { kind: 'runbook', id: row.id };
      await appendAudit(ctx, { action: 'runbook.create', object, detail: { name, owner, version: 1 } });
      return { name };
    });
  } catch (error) {
    throw isDuplicate(error, 'runbook_name') ? exists() : error;
  }
}

/**
 * Writes the next version of a runbook, built-in ones too, and keeps what the change leaves out. Nothing is written where
 * nothing differs. 404; 409 `version_conflict` where another version came in between; 422 as on creation.
 */
export async function updateRunbook(
  ctx: Ctx,
  name: string,
  { version, ...change }: RunbookChange,
): Promise<{ name: string; version: number }> {
  return inTransaction(ctx, async (ctx) => {
    const held = await holdRunbook(ctx, name);
    if (change.markdown !== undefined) requireParsed(change.markdown);
    if (held.version !== version) {
      throw conflict('version_conflict', `${name} has version ${held.version} by now. Read it again, then edit.`, {
        current: { version: held.version },
      });
    }
    const markdown = change.markdown ?? held.markdown;
    const owner = change.owner === undefined ? held.owner : change.owner;
    if (markdown === held.markdown && owner === held.owner) return { name, version };
    const next = version + 1;
    await writeVersion(ctx, { runbookId: held.id, version: next, owner, markdown });
    const object = { kind: 'runbook', id: held.id };
    await appendAudit(ctx, { action: 'runbook.update', object, detail: { name, owner, version: next } });
    return { name, version: next };
  });
}
