import type { z } from 'zod';
import { type FieldError, invalidFields, pointerTo } from '../faults.ts';

/** Wrong fields that an answer names: a body of 100,000 unknown ones is not answered with ten times its size. */
const ERRORS_MAX = 100;

/** Zod's issues as field errors with JSON pointers. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const base = issue.path.reduce<string>(pointerTo, '');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const path = pointerTo(base, key);
        return { path, code: 'unknown_field', message: `${path} is not a field of this request.` };
      });
    }
    const where = base === '' ? 'The body' : base;
    return [{ path: base, code: issue.code, message: `${where}: ${issue.message}` }];
  });
}

/** Parses `value` or throws a 422 that names each wrong field. */
export function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidFields(fieldErrors(parsed.error).slice(0, ERRORS_MAX));
}
