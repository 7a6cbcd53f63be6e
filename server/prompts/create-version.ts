import { and, eq, max } from 'drizzle-orm';
import { promptVersion } from '#db/schema/prompts.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { checkStorable } from '#server/platform/http/json.ts';
import { newId, sha256Hex } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { CreateVersion } from './contract.ts';
import { canonicalVersion, withUnixLines } from './domain/canonical.ts';
import type { Body, VersionContent } from './domain/content.ts';
import { variablesOf } from './domain/variables.ts';
import { lockPrompt, type PromptRow } from './find-prompt.ts';

export type CreatedVersion = { version: number; digest: string; variables: string[]; isNew: boolean };

/**
 * Adds an immutable version to the prompt `name`, numbered one after the newest. Where a version has the same digest
 * already, that version is returned with `isNew` false and nothing is written. The prompt's row is locked, so the
 * numbers of concurrent requests have no gaps. 404 unknown prompt; 422 where the body does not fit the prompt's type.
 */
export async function createVersion(ctx: Ctx, name: string, input: CreateVersion): Promise<CreatedVersion> {
  return inTransaction(ctx, async (ctx) => {
    const prompt = await lockPrompt(ctx, name);
    const content = contentOf(prompt, input);
    const digest = digestVersion(content);
    const variables = variablesOf(content.body);
    const mine = and(eq(promptVersion.projectId, ctx.project.id), eq(promptVersion.promptId, prompt.id));
    const [known] = await ctx.db
      .select({ number: promptVersion.number })
      .from(promptVersion)
      .where(and(mine, eq(promptVersion.digest, digest)));
    if (known) return { version: known.number, digest, variables, isNew: false };

    const [newest] = await ctx.db
      .select({ number: max(promptVersion.number) })
      .from(promptVersion)
      .where(mine);
    const number = (newest?.number ?? 0) + 1;
    const id = newId();
    await ctx.db.insert(promptVersion).values({
      id,
      projectId: ctx.project.id,
      promptId: prompt.id,
      number,
      digest,
      template: 'template' in content.body ? content.body.template : null,
      messages: 'messages' in content.body ? [...content.body.messages] : null,
      config: content.config,
      responseFormat: content.responseFormat,
      variables,
      message: input.message,
      source: input.source ?? null,
      tags: [...new Set(input.tags)],
      author: actorRecord(ctx.actor),
      createdAt: ctx.clock.now(),
    });
    await appendAudit(ctx, {
      action: 'prompt.version',
      object: { kind: 'prompt_version', id },
      detail: { prompt: name, version: number, digest },
    });
    return { version: number, digest, variables, isNew: true };
  });
}

/** The content that is stored and hashed, with LF line ends. 422 where it does not fit the prompt's type. */
function contentOf(prompt: Pick<PromptRow, 'type'>, input: CreateVersion): VersionContent {
  const body = bodyFor(prompt.type, input);
  const settings = { config: input.config, response_format: input.response_format ?? null };
  checkStorable(settings);
  return withUnixLines({ type: prompt.type, body, config: settings.config, responseFormat: settings.response_format });
}

function bodyFor(type: PromptRow['type'], { template, messages }: CreateVersion): Body {
  if (type === 'text') {
    if (messages !== undefined)
      throw invalid('/messages', 'wrong_type', '/messages: this is a text prompt. Send template instead.');
    if (template === undefined)
      throw invalid('/template', 'required', '/template: a version of a text prompt needs a template.');
    return { template };
  }
  if (template !== undefined)
    throw invalid('/template', 'wrong_type', '/template: this is a chat prompt. Send messages instead.');
  if (messages === undefined)
    throw invalid('/messages', 'required', '/messages: a version of a chat prompt needs messages.');
  return { messages };
}

/** SHA-256 (64 hex characters) of a version's canonical form, which identifies its content. See `docs/digest.md`. */
const digestVersion = (content: VersionContent): string => sha256Hex(canonicalVersion(content));
