import { CACHE_TTLS, isMeterName } from '#server/models/prices/domain/meters.ts';
import { DEPTH_MAX, isStorableText } from '#server/platform/pure/storable.ts';
import type { FieldRule } from '#server/telemetry/event/domain/event-fields.ts';
import { TAG_LENGTH_MAX, TAGS_MAX, TOOLS_MAX, USAGE_CHARS_MAX } from '#server/telemetry/event/domain/event-fields.ts';

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
    case 'by_ttl':
      return checkByTtl(value, rule.max);
    case 'calls':
      return checkCalls(value, rule.max);
    case 'usage':
      return checkUsage(value);
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

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCountTo = (value: unknown, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;

function checkByTtl(value: unknown, max: number): FieldFault | null {
  const wrong = wrongValue(`must be a whole number from 0 to ${max}, or one for each of ${CACHE_TTLS.join(', ')}`);
  if (typeof value === 'number') return isCountTo(value, max) ? null : wrong;
  if (!isObject(value)) return wrongType('must be a number, or an object of numbers by time to live');
  const entries = Object.entries(value);
  const known = entries.every(
    ([ttl, count]) => CACHE_TTLS.some((each) => each === ttl) && (count === null || isCountTo(count, max)),
  );
  const total = entries.reduce((sum, [, count]) => sum + Number(count), 0);
  return known && total <= max ? null : wrong;
}

function checkCalls(value: unknown, max: number): FieldFault | null {
  if (!isObject(value)) return wrongType('must be an object of numbers by the name of a tool');
  const entries = Object.entries(value);
  if (entries.length > TOOLS_MAX) return wrongValue(`must name at most ${TOOLS_MAX} tools`);
  if (!entries.every(([tool]) => isMeterName(`tool_calls:${tool}`))) {
    return wrongValue('must name tools with 1 to 100 of A–Z, a–z, 0–9, "_", "." and "-"');
  }
  return entries.every(([, calls]) => isCountTo(calls, max))
    ? null
    : wrongValue(`must hold whole numbers from 0 to ${max}`);
}

function checkUsage(value: unknown): FieldFault | null {
  if (!isObject(value)) return wrongType("must be the provider's usage object");
  if (isDeeper(value, DEPTH_MAX)) return wrongValue(`must have at most ${DEPTH_MAX} levels`);
  if (!isStorable(value))
    return { code: 'invalid_text', problem: 'holds U+0000, half of a surrogate pair or an endless number' };
  return JSON.stringify(value).length <= USAGE_CHARS_MAX
    ? null
    : wrongValue(`must have at most ${USAGE_CHARS_MAX} characters as JSON`);
}

/** Whether jsonb takes it. */
const isStorable = (value: unknown): boolean =>
  typeof value === 'string'
    ? isStorableText(value)
    : typeof value === 'number'
      ? Number.isFinite(value)
      : typeof value !== 'object' ||
        value === null ||
        Object.entries(value).every(([key, inner]) => isStorableText(key) && isStorable(inner));

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
