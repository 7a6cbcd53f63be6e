import type { z } from 'zod';
import { type FieldError, invalidFields, pointerTo } from '../faults.ts';
import { fieldSentence, isMissing } from './field-sentence.ts';

/** Wrong fields that an answer names: a body of 100,000 unknown ones is not answered with ten times its size. */
const ERRORS_MAX = 100;

/** Zod's issues as field errors with JSON pointers; of many the first hundred. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue) => errorsOf(issue, '')).slice(0, ERRORS_MAX);

function errorsOf(issue: z.core.$ZodIssue, above: string): FieldError[] {
  const base = issue.path.reduce<string>(pointerTo, above);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = pointerTo(base, key);
      return { path, code: 'unknown_field', message: `${path} is not a field of this request.` };
    });
  }
  // Of several shapes the last is the widest: what even that refuses is what is wrong.
  const widest = issue.code === 'invalid_union' && issue.message === 'Invalid input' ? issue.errors.at(-1) : undefined;
  if (widest !== undefined && widest.length > 0) return widest.flatMap((inner) => errorsOf(inner, base));
  const message = fieldSentence(base === '' ? 'The body' : base, issue);
  return [{ path: base, code: isMissing(issue) ? 'required' : issue.code, message }];
}

/** Parses `value` or throws a 422 that names each wrong field. */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidFields(fieldErrors(parsed.error));
}
