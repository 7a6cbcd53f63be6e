import { pointerTo } from '#server/platform/pure/pointer.ts';

/** What a resolve asks for. An absent key is null, as are absent variables. */
export type ResolveRequest = {
  prompt: string;
  environment: string;
  key: string | null;
  variables: Record<string, unknown> | null;
};

/** One wrong field; `path` is a JSON pointer. */
export type WrongField = { path: string; code: string; message: string };

export const PROMPT_CHARS_MAX = 200;
export const ENVIRONMENT_CHARS_MAX = 100;
/** Most wrong fields that a response names. */
const ERRORS_MAX = 100;
const FIELDS: readonly string[] = ['prompt', 'environment', 'key', 'variables'];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function wrongName(field: string, value: unknown, charsMax: number): WrongField | null {
  if (value === undefined) return { path: `/${field}`, code: 'missing', message: `/${field} is missing.` };
  if (typeof value !== 'string' || value.length < 1 || value.length > charsMax) {
    return {
      path: `/${field}`,
      code: 'invalid_type',
      message: `/${field} must be a text of 1 to ${charsMax} characters.`,
    };
  }
  return null;
}

/**
 * Guards the body of `POST /api/v1/resolve` by hand: zod costs as much as the rest of the route. Same verdict as
 * `contract.ts`, which the test compares.
 */
export function checkResolveBody(
  value: unknown,
): { request: ResolveRequest; wrong: null } | { request: null; wrong: WrongField[] } {
  if (!isObject(value)) {
    return { request: null, wrong: [{ path: '', code: 'invalid_type', message: 'The body must be a JSON object.' }] };
  }
  const { prompt, environment, key, variables } = value;
  const wrong: WrongField[] = [];
  const add = (field: WrongField | null) => {
    if (field) wrong.push(field);
  };
  add(wrongName('prompt', prompt, PROMPT_CHARS_MAX));
  add(wrongName('environment', environment, ENVIRONMENT_CHARS_MAX));
  if (key !== undefined && key !== null && typeof key !== 'string') {
    add({ path: '/key', code: 'invalid_type', message: '/key must be a text, or left out.' });
  }
  if (variables !== undefined && variables !== null && !isObject(variables)) {
    add({ path: '/variables', code: 'invalid_type', message: '/variables must be an object of names and values.' });
  }
  for (const name in value) {
    if (FIELDS.includes(name) || wrong.length >= ERRORS_MAX) continue;
    const path = pointerTo('', name);
    add({ path, code: 'unknown_field', message: `${path} is not a field of this request.` });
  }
  if (wrong.length > 0 || typeof prompt !== 'string' || typeof environment !== 'string')
    return { request: null, wrong };
  return {
    request: {
      prompt,
      environment,
      key: typeof key === 'string' ? key : null,
      variables: isObject(variables) ? variables : null,
    },
    wrong: null,
  };
}
