import type { Body, Message, PromptType } from '#server/prompts/domain/content.ts';
import { eachSetting, type LimitName, OWN_SETTINGS, type OwnSettingKey, settingName } from './own-settings.ts';

/** A message that is being edited; its `id` is the React key, so that a field keeps its state when messages move. */
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

/** Splits off the settings that have a field of their own. Only numbers and text are taken; other values stay. */
function splitConfig(config: Readonly<Record<string, unknown>>) {
  const rest: Record<string, unknown> = { ...config };
  const take = (name: string, type: 'string' | 'number'): string => {
    if (typeof rest[name] !== type) return '';
    const value = String(rest[name]);
    delete rest[name];
    return value;
  };
  // A version may set both limits: the first has the field, the other stays with the rest.
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

/** The body that a request would have, before its variables are filled in. */
export function draftBody(type: PromptType, draft: Draft): Body {
  if (type === 'text') return { template: draft.template };
  return { messages: draft.messages.map(({ id: _, ...message }) => message) };
}

/** Whether the version differs from what the draft began with. The message and test values do not count. */
export function isEdited(draft: Draft, start: Draft): boolean {
  return JSON.stringify(partsOf(draft)) !== JSON.stringify(partsOf(start));
}

/** The fields of the version as JSON in one order, because a stored draft may have them in another. */
const partsOf = (draft: Draft) => [
  draft.base,
  draft.template,
  draft.messages.map(({ role, content, name }) => [role, content, name ?? null]),
  OWN_SETTINGS.map(({ key }) => draft[key]),
  draft.limitName,
  draft.rest,
  draft.responseFormat,
];
