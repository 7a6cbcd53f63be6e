import { DEPTH_MAX, isStorableText } from '#server/platform/pure/storable.ts';
import type { FieldRule } from '#server/telemetry/event/domain/event-fields.ts';
import { TAG_LENGTH_MAX, TAGS_MAX } from '#server/telemetry/event/domain/event-fields.ts';

/** What is wrong with a value: a code and the end of a sentence that began with the field's name. */
export type FieldFault = { code: 'invalid_type' | 'invalid_value' | 'invalid_text'; problem: string };

const wrongType = (problem: string): FieldFault => ({ code: 'invalid_type', problem });
const wrongValue = (problem: string): FieldFault => ({ code: 'invalid_value', problem });

/** Checks one value that is neither null nor undefined; null = it is right. */
export function checkField(rule: FieldRule, value: unknown): FieldFault | null {
  switch (rule.kind) {
    case 'text':
      return checkText(value, rule.max);
    case 'integer':
      if (typeof value !== 'number') return wrongType('must be a whole number');
      return Number.isInteger(value) && value >= rule.min && value <= rule.max
        ? null
        : wrongValue(`must be a whole number from ${rule.min} to ${rule.max}`);
    case 'number':
      if (typeof value !== 'number') return wrongType('must be a number');
      return value >= rule.min && value <= rule.max
        ? null
        : wrongValue(`must be a number from ${rule.min} to ${rule.max}`);
    case 'choice':
      if (typeof value !== 'string') return wrongType(`must be one of ${rule.values.join(', ')}`);
      return rule.values.includes(value) ? null : wrongValue(`must be one of ${rule.values.join(', ')}`);
    case 'time':
      if (typeof value !== 'string') return wrongType('must be an RFC 3339 time such as 2026-01-31T12:00:00.000Z');
      return null;
    case 'tags':
      return checkTags(value);
    case 'body':
      return checkBody(value);
  }
}

function checkText(value: unknown, max: number): FieldFault | null {
  if (typeof value !== 'string') return wrongType('must be text');
  if (value.length < 1 || value.length > max) return wrongValue(`must have 1 to ${max} characters`);
  return isStorableText(value) ? null : { code: 'invalid_text', problem: 'holds U+0000 or half of a surrogate pair' };
}

/** Text, or any JSON, which is stored as its text. */
function checkBody(value: unknown): FieldFault | null {
  if (typeof value !== 'string')
    return isDeeper(value, DEPTH_MAX) ? wrongValue(`must have at most ${DEPTH_MAX} levels`) : null;
  return isStorableText(value) ? null : { code: 'invalid_text', problem: 'holds U+0000 or half of a surrogate pair' };
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

function checkTags(value: unknown): FieldFault | null {
  if (typeof value !== 'object' || value === null) return wrongType('must be a list of texts, or an object of texts');
  const tags = tagsOf(value);
  if (tags === null) return wrongType('must hold texts, numbers or booleans only');
  if (tags.length > TAGS_MAX) return wrongValue(`must have at most ${TAGS_MAX} entries`);
  for (const tag of tags) {
    const fault = checkText(tag, TAG_LENGTH_MAX);
    if (fault) return { code: fault.code, problem: `has an entry that ${fault.problem}` };
  }
  return null;
}

/** Tags as texts: a list as it is, an object as `key:value`; null where an entry is neither text, number nor boolean. */
export function tagsOf(value: object): string[] | null {
  const entries: unknown[] = Array.isArray(value) ? value : Object.values(value);
  const plain = (entry: unknown) => ['string', 'number', 'boolean'].includes(typeof entry);
  if (!entries.every(plain)) return null;
  return Array.isArray(value)
    ? entries.map(String)
    : Object.entries(value).map(([key, entry]) => `${key}:${String(entry)}`);
}
