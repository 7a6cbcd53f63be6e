import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { LRUCache } from 'lru-cache';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import { compilePattern } from './safe-pattern.ts';
import type { ScorerKind } from './scorer.ts';

const SCHEMA_CHARS_MAX = 50_000;
/** Longer outputs are not judged by a schema: they score 0. */
const OUTPUT_CHARS_MAX = 1_000_000;

type SchemaResult = { ok: true; validate: ValidateFunction } | { ok: false; message: string };

const compiled = new LRUCache<string, SchemaResult>({ max: 100 });

/** 1 where the output is JSON that the schema accepts; no JSON is 0. `$schema` says which draft it is, 2020-12 unless said. */
export const jsonSchema: ScorerKind = {
  fields: ['schema'],
  compile: ({ schema }) => {
    if (schema === undefined) {
      return { ok: false, problem: { path: '/schema', code: 'required', message: 'json_schema needs a schema.' } };
    }
    const result = compileSchema(schema);
    if (!result.ok) return { ok: false, problem: { path: '/schema', code: 'refused_schema', message: result.message } };
    return { ok: true, score: (output) => (isAccepted(result.validate, output) ? 1 : 0) };
  },
};

function isAccepted(validate: ValidateFunction, output: string): boolean {
  if (output.length > OUTPUT_CHARS_MAX) return false;
  try {
    return validate(JSON.parse(output)) === true;
  } catch {
    // Not JSON, or nested so deeply that the validator ran out of stack: the model did not give what was asked for.
    return false;
  }
}

function compileSchema(schema: Record<string, unknown> | boolean): SchemaResult {
  const key = canonicalJson(schema);
  if (key.length > SCHEMA_CHARS_MAX)
    return { ok: false, message: `a schema has at most ${SCHEMA_CHARS_MAX} characters.` };
  const known = compiled.get(key);
  if (known) return known;
  const result = tryCompile(schema);
  compiled.set(key, result);
  return result;
}

/** One validator a schema, so that the `$id` of one never answers the `$ref` of another; nothing is ever fetched. */
function tryCompile(schema: Record<string, unknown> | boolean): SchemaResult {
  try {
    const ajv = validatorOf(schema);
    if (ajv === null) return { ok: false, message: '$schema must be that of draft-07, 2019-09 or 2020-12.' };
    // Its own is quadratic in the length of the array.
    ajv.removeKeyword('uniqueItems');
    ajv.addKeyword({
      keyword: 'uniqueItems',
      type: 'array',
      schemaType: 'boolean',
      validate: (wanted: boolean, items: unknown[]) =>
        !wanted || new Set(items.map(canonicalJson)).size === items.length,
    });
    const validate = ajv.compile(schema);
    // The library's own keyword `$async` would answer with a promise.
    if ('$async' in validate) return { ok: false, message: '$async is not a keyword of JSON Schema.' };
    return { ok: true, validate };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'the schema cannot be read.' };
  }
}

type Validator = Pick<Ajv, 'compile' | 'removeKeyword' | 'addKeyword'>;

/** A validator of the draft that the schema names; null for one that we do not know. */
function validatorOf(schema: Record<string, unknown> | boolean): Validator | null {
  const options: Options = { strict: false, validateFormats: false, logger: false, code: { regExp: safeRegExp } };
  const draft = typeof schema === 'object' ? schema.$schema : undefined;
  if (draft === undefined) return new Ajv2020(options);
  switch (String(draft).replace(/#$/, '')) {
    case 'https://json-schema.org/draft/2020-12/schema':
      return new Ajv2020(options);
    case 'https://json-schema.org/draft/2019-09/schema':
      return new Ajv2019(options);
    case 'http://json-schema.org/draft-07/schema':
    case 'https://json-schema.org/draft-07/schema':
      return new Ajv(options);
    default:
      return null;
  }
}

/**
 * Patterns of a schema run on RE2 as well. The validator asks for a RegExp's `test`, for how to write it in code, and for
 * its text, by which it tells one pattern of a schema from another.
 */
const safeRegExp = Object.assign(
  (pattern: string) => {
    const result = compilePattern(pattern, false);
    if (!result.ok) throw new Error(`pattern ${pattern}: ${result.message}`);
    return { test: (text: string) => result.pattern.test(text), toString: () => `/${pattern}/u` };
  },
  { code: 'new RegExp' },
);
