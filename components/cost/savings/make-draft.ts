import { draftOf } from '#components/prompts/editor/draft.ts';
import { keepDraft } from '#components/prompts/editor/stored-draft.ts';
import type { useTRPCClient } from '#components/shell/trpc.ts';
import { type Change, withChange } from '#server/cost/domain/experiment-change.ts';
import { bodyOf } from '#server/prompts/domain/content.ts';

/** The version that an experiment begins with; `model`: the one that serves. */
export type Beginning = { project: string; prompt: string; version: number; model: string | null };

/**
 * Reads the version and stores a draft of it with the change made, which the editor of the prompt then opens. Loaded with
 * the first click, because the library that checks the format of drafts is not needed before.
 */
export async function makeDraft(
  client: ReturnType<typeof useTRPCClient>,
  { project, prompt, version, model }: Beginning,
  change: Change,
): Promise<void> {
  const start = await client.prompts.version.query({ project, name: prompt, number: version });
  const changed = withChange({ body: bodyOf(start), config: start.config }, change, { prompt, model });
  const { body, config, message } = changed;
  const template = 'template' in body ? body.template : null;
  const messages = 'messages' in body ? body.messages : null;
  keepDraft(project, prompt, { ...draftOf({ ...start, template, messages, config }), message, edited: true });
}
