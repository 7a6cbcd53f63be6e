import { Fault, forbidden, invalid, unavailable } from '#server/platform/faults.ts';
import { type CutBody, fillBody, RENDERED_BYTES_MAX } from '#server/prompts/domain/render.ts';
import type { ResolveRequest } from './domain/resolve-body.ts';
import { type Rendered, responseJson } from './domain/resolve-response.ts';
import { blockedUntil, capAt } from './domain/restriction.ts';
import type { LiveSnapshot } from './refresh-snapshot.ts';
import { readyBytes, servedBody } from './snapshot.ts';

/**
 * The response of `POST /api/v1/resolve` as JSON bytes, from memory. Nothing deployed there: 404 `not_deployed`; a project
 * not in the snapshot while Postgres is unreachable: 503, since its deployments are unknown. A variable without a value: 422
 * `missing_variable`. A blocked user: 403 `user_blocked`; a filled prompt above its cap: 422 `input_too_long`.
 */
export function resolve(snapshot: LiveSnapshot, projectId: number, request: ResolveRequest): Buffer {
  const found = snapshot.lookup(projectId, request.prompt, request.environment);
  const stale = snapshot.stale();
  if (found === null) {
    if (stale && !snapshot.knows(projectId)) throw unavailable('project is not in the snapshot');
    throw new Fault('not_deployed', {
      status: 404,
      public: 'Nothing serves this prompt in this environment. Deploy a version there first.',
    });
  }
  const { served, revision, held } = found;
  const now = held === null ? 0 : snapshot.nowMs();
  const until = blockedUntil(held, request.key, now);
  if (until !== null) throw blocked(until);
  const cap = capAt(held, request, now);
  if (request.variables === null && !stale && cap === null) return readyBytes(served, revision);
  const rendered = request.variables === null ? null : fillIn(servedBody(served), request.variables);
  if (cap !== null && rendered !== null) requireShort(rendered, cap);
  // Bytes: writing a long concatenated string costs the listener more than encoding it here.
  const state = { revision, stale, maxInputChars: cap?.charsMax };
  return Buffer.from(responseJson(served.parts, state, rendered));
}

const at = (ms: number): string => new Date(ms).toISOString();

const blocked = (until: number): Fault =>
  forbidden('user_blocked', `This key is blocked until ${at(until)}: a responder stopped its requests.`);

function requireShort(rendered: Rendered, { charsMax, endsAt }: { charsMax: number; endsAt: number }): void {
  const chars =
    'text' in rendered ? rendered.text.length : rendered.messages.reduce((sum, { content }) => sum + content.length, 0);
  if (chars <= charsMax) return;
  throw invalid(
    '/variables',
    'input_too_long',
    `The filled prompt has ${chars.toLocaleString('en')} characters; until ${at(endsAt)} it may have at most ${charsMax.toLocaleString('en')}. Send shorter values.`,
  );
}

function fillIn(body: CutBody, variables: Record<string, unknown>): Rendered {
  const rendered = fillBody(body, variables);
  if (rendered.ok) return rendered.body;
  if (rendered.code === 'missing_variable') {
    const names = rendered.missing.join(', ');
    throw new Fault('missing_variable', {
      status: 422,
      public: `The prompt uses variables that have no value in /variables: ${names}.`,
      errors: rendered.missing.map((name) => ({
        path: `/variables/${name}`,
        code: 'missing_variable',
        message: `/variables/${name} is missing.`,
      })),
    });
  }
  const most = RENDERED_BYTES_MAX.toLocaleString('en');
  throw invalid(
    '/variables',
    'rendered_too_large',
    `The filled prompt is larger than ${most} bytes. Send shorter values.`,
  );
}
