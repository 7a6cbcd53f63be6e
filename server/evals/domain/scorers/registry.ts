import { contains } from './contains.ts';
import { equals } from './equals.ts';
import { jsonSchema } from './json-schema.ts';
import { numeric } from './numeric.ts';
import { regex } from './regex.ts';
import type { ScorerKind } from './scorer.ts';
import type { ScorerType } from './scorer-types.ts';

/**
 * Every kind of scorer by the `type` that names it. To add one: write a file beside this one, add its name to
 * `scorer-types.ts` and a line here.
 */
export const SCORERS: Readonly<Record<ScorerType, ScorerKind>> = {
  equals,
  contains,
  regex,
  json_schema: jsonSchema,
  numeric,
};
