import { prompt } from '#db/schema/prompts.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { isDuplicate } from '#server/platform/database-faults.ts';
import { conflict } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { CreatePrompt } from './contract.ts';
import type { PromptRow } from './find-prompt.ts';

/** Creates a prompt without versions. 409 `name_taken` when the project has one of that name. */
export async function createPrompt(ctx: Ctx, input: CreatePrompt): Promise<PromptRow> {
  const row: PromptRow = {
    id: newId(),
    projectId: ctx.project.id,
    name: input.name,
    type: input.type,
    description: input.description,
    tags: [...new Set(input.tags)],
    createdBy: actorRecord(ctx.actor),
    createdAt: ctx.clock.now(),
  };
  try {
    await inTransaction(ctx, async (ctx) => {
      await ctx.db.insert(prompt).values(row);
      await appendAudit(ctx, {
        action: 'prompt.create',
        object: { kind: 'prompt', id: row.id },
        detail: { name: row.name, type: row.type },
      });
    });
  } catch (error) {
    if (!isDuplicate(error, 'prompt_name')) throw error;
    throw conflict(
      'name_taken',
      `There is a prompt named ${input.name} already. Add a version to it, or choose another name.`,
    );
  }
  return row;
}
