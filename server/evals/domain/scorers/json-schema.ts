import { Ajv, type ValidateFunction } from 'ajv';
import { LRUCache } from 'lru-cache';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import { compilePattern } from './safe-pattern.ts';
import type { ScorerKind } from './scorer.ts';

const SCHEMA_CHARS_MAX = 50_000;
/** Longer outputs are not judged by a schema: they score 0. */
const OUTPUT_CHARS_MAX = 1_000_000;

type SchemaResult = { ok: true; validate: ValidateFunction } | { ok: false; message: string };

const compiled = new LRUCache<string, SchemaResult>({ max: 100 });

/** 1 where the output is JSON that the schema (draft 7 and what newer drafts share with it) accepts; no JSON is 0. */
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
    const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, code: { regExp: safeRegExp } });
    // Its own is quadratic in the length of the array.
    ajv.removeKeyword('uniqueItems');
    ajv.addKeyword({
      keyword: 'uniqueItems',
      type: 'array',
      schemaType: 'boolean',
      validate: (wanted: boolean, items: unknown[]) =>
        !wanted || new Set(items.map(canonicalJson)).size === items.length,
    });
    return { ok: true, validate: ajv.compile(schema) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'the schema cannot be read.' };
  }
}

/** Patterns of a schema run on RE2 as well. The validator asks for a RegExp's `test` and for how to write it in code. */
const safeRegExp = Object.assign(
  (pattern: string) => {
    const result = compilePattern(pattern, false);
    if (!result.ok) throw new Error(`pattern ${pattern}: ${result.message}`);
    return { test: (text: string) => result.pattern.test(text) };
  },
  { code: 'new RegExp' },
);
