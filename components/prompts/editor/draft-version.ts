import type { PromptType } from '#server/prompts/domain/content.ts';
import { type Draft, draftBody } from './draft.ts';
import { OWN_SETTINGS, type OwnSettingKey, readSetting, settingName } from './own-settings.ts';

/** A field whose content cannot be saved, and what to do. */
export type Problem = { field: 'body' | OwnSettingKey | 'rest' | 'responseFormat'; sentence: string };

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
  const settings: Record<string, string | number> = {};
  for (const setting of OWN_SETTINGS) {
    const value = readSetting(setting, draft[setting.key]);
    if (value != null) settings[settingName(setting.key, draft.limitName)] = value;
    if (value === null && 'problem' in setting) refuse(setting.key, setting.problem);
  }
  const twice = rest && filledTwice(draft, rest);
  if (twice) refuse('rest', `${twice} has a field of its own: remove it here.`);
  if (type === 'text' && draft.template === '') refuse('body', 'Write the template first.');
  if (type === 'chat' && draft.messages.length === 0) refuse('body', 'Add a message first.');
  if (problems.length > 0 || !rest || !format) return { ok: false, problems };
  return {
    ok: true,
    input: {
      ...(type === 'text' ? { template: draft.template } : { messages: messagesOf(draft) }),
      config: { ...settings, ...rest },
      ...(Object.keys(format).length > 0 || draft.responseFormat.trim() ? { responseFormat: format } : {}),
      message: draft.message.trim(),
    },
  };
}

/** A setting that is given both in its own field and among the others. */
function filledTwice(draft: Draft, rest: Record<string, unknown>): string | undefined {
  const filled = OWN_SETTINGS.filter(({ key }) => draft[key].trim() !== '');
  return filled.map(({ key }) => settingName(key, draft.limitName)).find((name) => Object.hasOwn(rest, name));
}

function messagesOf(draft: Draft) {
  const body = draftBody('chat', draft);
  return 'messages' in body ? [...body.messages] : [];
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
