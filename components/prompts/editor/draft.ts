import type { Body, Message, PromptType } from '#server/prompts/domain/content.ts';
import { eachSetting, type LimitName, OWN_SETTINGS, type OwnSettingKey, settingName } from './own-settings.ts';

/** A message while it is written; `id` keeps its field when others move. */
export type DraftMessage = Message & { id: number };

/** A version while it is edited: the content of the fields, valid or not. */
export type Draft = Record<OwnSettingKey, string> & {
  /** The version it began with; null for the first. */
  base: number | null;
  template: string;
  messages: DraftMessage[];
  limitName: LimitName;
  /** All other settings, JSON. */
  rest: string;
  /** JSON, or empty for none. */
  responseFormat: string;
  /** Why the version was made. */
  message: string;
  /** Values of the variables, to try the text with. */
  values: Record<string, string>;
};

/** What a draft begins with. */
export type Start = {
  number: number;
  template: string | null;
  messages: readonly Message[] | null;
  config: Readonly<Record<string, unknown>>;
  responseFormat: Readonly<Record<string, unknown>> | null;
};

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** Settings that have a field of their own, out of the others. What is no number or text stays with the others. */
function splitConfig(config: Readonly<Record<string, unknown>>) {
  const rest: Record<string, unknown> = { ...config };
  const take = (name: string, type: 'string' | 'number'): string => {
    if (typeof rest[name] !== type) return '';
    const value = String(rest[name]);
    delete rest[name];
    return value;
  };
  // Both limits at once is unusual: one has its field, the other stays with the rest.
  const limitName: LimitName =
    typeof rest.max_output_tokens !== 'number' && typeof rest.max_tokens === 'number'
      ? 'max_tokens'
      : 'max_output_tokens';
  return { ...eachSetting(({ key, type }) => take(settingName(key, limitName), type)), limitName, rest };
}

const FIRST_MESSAGES: readonly Message[] = [
  { role: 'system', content: '' },
  { role: 'user', content: '' },
];

/** The fields as `start` fills them; empty ones for the first version. */
export function draftOf(start: Start | null): Draft {
  const { rest, ...named } = splitConfig(start?.config ?? {});
  return {
    ...named,
    base: start?.number ?? null,
    template: start?.template ?? '',
    messages: (start?.messages ?? FIRST_MESSAGES).map((each, id) => ({ ...each, id })),
    rest: Object.keys(rest).length > 0 ? pretty(rest) : '',
    responseFormat: start?.responseFormat ? pretty(start.responseFormat) : '',
    message: '',
    values: {},
  };
}

/** What would be sent, before its variables are filled in. */
export function draftBody(type: PromptType, draft: Draft): Body {
  if (type === 'text') return { template: draft.template };
  return { messages: draft.messages.map(({ id: _, ...message }) => message) };
}

/** Whether anything of the version differs from what it began with. The message and test values are no part of it. */
export function isEdited(draft: Draft, start: Draft): boolean {
  return JSON.stringify(partsOf(draft)) !== JSON.stringify(partsOf(start));
}

/** What makes the version, in one order: a draft that was kept has its fields in another. */
const partsOf = (draft: Draft) => [
  draft.base,
  draft.template,
  draft.messages.map(({ role, content, name }) => [role, content, name ?? null]),
  OWN_SETTINGS.map(({ key }) => draft[key]),
  draft.limitName,
  draft.rest,
  draft.responseFormat,
];
