import type { z } from 'zod';
import { pointerTo } from '#server/platform/pure/pointer.ts';
import { type FieldError, invalidFields } from '../faults.ts';
import { fieldSentence, isMissing } from './field-sentence.ts';

/**
 * How many wrong fields get a sentence: the response to 100,000 unknown fields must not be ten times as large as they.
 */
const WORDED_MAX = 100;

/** Zod's issues as field errors with JSON pointers: the first 100. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues
    .slice(0, WORDED_MAX)
    .flatMap((issue) => errorsOf(issue, ''))
    .slice(0, WORDED_MAX);

/** The number of wrong fields. */
const countErrors = ({ issues }: { issues: readonly z.core.$ZodIssue[] }): number =>
  issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0);

/** Of several shapes the one that was meant: it has the fewest wrong fields; of equal ones the last, which is the widest. */
const closestOf = (shapes: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] =>
  shapes.reduce<readonly z.core.$ZodIssue[]>(
    (best, issues) => (best.length === 0 || countErrors({ issues }) <= countErrors({ issues: best }) ? issues : best),
    [],
  );

function errorsOf(issue: z.core.$ZodIssue, above: string): FieldError[] {
  const base = issue.path.reduce<string>(pointerTo, above);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, WORDED_MAX).map((key) => {
      const path = pointerTo(base, key);
      return { path, code: 'unknown_field', message: `${path} is not a field of this request.` };
    });
  }
  const closest = issue.code === 'invalid_union' && issue.message === 'Invalid input' ? closestOf(issue.errors) : [];
  if (closest.length > 0) return closest.flatMap((inner) => errorsOf(inner, base));
  const message = fieldSentence(base === '' ? 'The body' : base, issue);
  return [{ path: base, code: isMissing(issue) ? 'required' : issue.code, message }];
}

/** Parses `value` or throws a 422 that names each wrong field. */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error);
  throw invalidFields(errors, Math.max(errors.length, countErrors(parsed.error)));
}
