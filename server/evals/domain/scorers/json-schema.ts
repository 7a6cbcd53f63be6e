import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { LRUCache } from 'lru-cache';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import { inspectSchema, type Schema } from './inspect-schema.ts';
import { compilePattern } from './safe-pattern.ts';
import type { ScorerKind, ScorerProblem } from './scorer.ts';

/** Longer outputs are not validated: they score 0. */
const OUTPUT_CHARS_MAX = 1_000_000;

/**
 * Size of the cache of compiled schemas, in characters of their text; their code takes about a hundred times as much
 * memory.
 */
const KEPT_CHARS_MAX = 200_000;

type Draft = '2020-12' | '2019-09' | '07';
type SchemaResult = { ok: true; validate: ValidateFunction } | { ok: false; message: string };

const compiled = new LRUCache<string, SchemaResult>({
  max: 40,
  maxSize: KEPT_CHARS_MAX,
  sizeCalculation: (_, key) => key.length,
});

/**
 * 1 where the output is JSON that the schema accepts, else 0. `$schema` names the draft, 2020-12 where it is left out.
 */
export const jsonSchema: ScorerKind = {
  fields: ['schema'],
  inspect: ({ schema }) => {
    if (schema === undefined) {
      return { ok: false, problem: { path: '/schema', code: 'required', message: 'json_schema needs a schema.' } };
    }
    const inspected = inspectSchema(schema);
    if (!inspected.ok) return { ok: false, problem: { path: '/schema', ...inspected } };
    const message = misformed(schema);
    if (message !== null) return { ok: false, problem: refused(message) };
    const patterns = inspected.patterns.map((text) => ({ text, ignoreCase: false, path: '/schema' }));
    return { ok: true, schemaParts: inspected.parts, patterns };
  },
  compile: ({ schema = true }) => {
    const result = compileSchema(schema);
    if (!result.ok) return { ok: false, problem: refused(result.message) };
    return { ok: true, score: (output) => (isAccepted(result.validate, output) ? 1 : 0) };
  },
};

const refused = (message: string): ScorerProblem => ({ path: '/schema', code: 'refused_schema', message });

function isAccepted(validate: ValidateFunction, output: string): boolean {
  if (output.length > OUTPUT_CHARS_MAX) return false;
  try {
    return validate(JSON.parse(output)) === true;
  } catch {
    // Not JSON, or nested so deeply that the validator ran out of stack: both score 0.
    return false;
  }
}

const OPTIONS: Options = { strict: false, validateFormats: false, logger: false };

/**
 * Validators of schemas themselves, one a draft: each compiles the published schema of its draft once, in about 20 ms.
 */
const checkers = new Map<Draft, Pick<Ajv, 'validateSchema' | 'errorsText' | 'errors'>>();

/**
 * What is wrong with a schema by the schema of its own draft, in a sentence; null where it is valid. Linear in its
 * size.
 */
function misformed(schema: Schema): string | null {
  const draft = draftOf(schema);
  if (draft === null) return '$schema must be that of draft-07, 2019-09 or 2020-12.';
  if (typeof schema === 'boolean') return null;
  // The library's own keyword `$async` would return a promise.
  if ('$async' in schema) return '$async is not a keyword of JSON Schema.';
  const checker = checkers.get(draft) ?? makeValidator(draft, OPTIONS);
  checkers.set(draft, checker);
  const { $schema: _, ...rest } = schema;
  return checker.validateSchema(rest) === true ? null : `${checker.errorsText(checker.errors, { dataVar: 'schema' })}.`;
}

function compileSchema(schema: Schema): SchemaResult {
  const key = canonicalJson(schema);
  const known = compiled.get(key);
  if (known) return known;
  const result = tryCompile(schema);
  compiled.set(key, result);
  return result;
}

/** One validator a schema, so that a `$ref` never finds the `$id` of another schema; nothing is fetched. */
function tryCompile(schema: Schema): SchemaResult {
  try {
    const draft = draftOf(schema) ?? '2020-12';
    // Not `inlineRefs`: a long schema with many references to it would be copied to each of them.
    const ajv = makeValidator(draft, {
      ...OPTIONS,
      validateSchema: false,
      inlineRefs: false,
      code: { regExp: safeRegExp },
    });
    // The library's own check is quadratic in the length of the array.
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

function makeValidator(draft: Draft, options: Options): Ajv {
  switch (draft) {
    case '2020-12':
      return new Ajv2020(options);
    case '2019-09':
      return new Ajv2019(options);
    case '07':
      return new Ajv(options);
  }
}

/** The draft that a schema names, 2020-12 unless it names one; null for an unknown one. */
function draftOf(schema: Schema): Draft | null {
  const named = typeof schema === 'object' ? schema.$schema : undefined;
  if (named === undefined) return '2020-12';
  switch (String(named).replace(/#$/, '')) {
    case 'https://json-schema.org/draft/2020-12/schema':
      return '2020-12';
    case 'https://json-schema.org/draft/2019-09/schema':
      return '2019-09';
    case 'http://json-schema.org/draft-07/schema':
    case 'https://json-schema.org/draft-07/schema':
      return '07';
    default:
      return null;
  }
}

/**
 * Patterns of a schema run on RE2 as well. The validator needs a RegExp's `test`, its form in generated code, and its
 * text, by which it distinguishes the patterns of a schema.
 */
const safeRegExp = Object.assign(
  (pattern: string) => {
    const result = compilePattern(pattern, false);
    if (!result.ok) throw new Error(`pattern ${pattern}: ${result.message}`);
    return { test: (text: string) => result.pattern.test(text), toString: () => `/${pattern}/u` };
  },
  { code: 'new RegExp' },
);
