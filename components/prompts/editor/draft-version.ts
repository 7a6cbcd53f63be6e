import type { PromptType } from '#server/prompts/domain/content.ts';
import { type Draft, draftBody } from './draft.ts';

/** A field whose content cannot be saved, and what to do. */
export type Problem = { field: 'body' | 'temperature' | 'limit' | 'rest' | 'responseFormat'; sentence: string };

/** The content of a version, as the API accepts it. */
export type VersionInput = {
  template?: string;
  messages?: ReturnType<typeof messagesOf>;
  config: Record<string, unknown>;
  responseFormat?: Record<string, unknown>;
  message: string;
};

/** The draft as a version, or every field that is invalid. */
export function draftVersion(
  type: PromptType,
  draft: Draft,
): { ok: true; input: VersionInput } | { ok: false; problems: Problem[] } {
  const problems: Problem[] = [];
  const refuse = (field: Problem['field'], sentence: string) => {
    problems.push({ field, sentence });
    return undefined;
  };
  const rest = jsonObject(draft.rest) ?? refuse('rest', 'Other settings are a JSON object, such as {"top_p": 0.9}.');
  const format =
    jsonObject(draft.responseFormat) ?? refuse('responseFormat', 'The response format is a JSON object, or empty.');
  const temperature = numberOf(draft.temperature);
  if (temperature === null || (temperature ?? 0) < 0)
    refuse('temperature', 'Temperature is a number from 0 on, or empty.');
  const limit = numberOf(draft.limit);
  if (limit === null || (limit !== undefined && (!Number.isInteger(limit) || limit < 1)))
    refuse('limit', 'The limit is a whole number from 1 on, or empty.');
  const twice = rest && filledTwice(draft, rest);
  if (twice) refuse('rest', `${twice} has a field of its own: remove it here.`);
  if (type === 'text' && draft.template === '') refuse('body', 'Write the template first.');
  if (type === 'chat' && draft.messages.length === 0) refuse('body', 'Add a message first.');
  if (problems.length > 0 || !rest || !format) return { ok: false, problems };
  const config = {
    ...(draft.model.trim() ? { model: draft.model.trim() } : {}),
    ...(temperature == null ? {} : { temperature }),
    ...(limit == null ? {} : { [draft.limitName]: limit }),
    ...rest,
  };
  return {
    ok: true,
    input: {
      ...(type === 'text' ? { template: draft.template } : { messages: messagesOf(draft) }),
      config,
      ...(Object.keys(format).length > 0 || draft.responseFormat.trim() ? { responseFormat: format } : {}),
      message: draft.message.trim(),
    },
  };
}

/** A setting that is given both in its own field and among the others. */
function filledTwice(draft: Draft, rest: Record<string, unknown>): string | undefined {
  const fields = { model: draft.model, temperature: draft.temperature, [draft.limitName]: draft.limit };
  return Object.keys(fields).find((name) => fields[name as keyof typeof fields]?.trim() && Object.hasOwn(rest, name));
}

function messagesOf(draft: Draft) {
  const body = draftBody('chat', draft);
  return 'messages' in body ? [...body.messages] : [];
}

/** Undefined for an empty field, null for text that is not a number. */
function numberOf(text: string): number | null | undefined {
  if (text.trim() === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** An empty object for an empty field, null for text that is not a JSON object. */
function jsonObject(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
