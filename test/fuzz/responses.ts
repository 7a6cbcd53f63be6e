import { Agent, request as httpRequest } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { refusalsOf } from '#server/platform/http/openapi.ts';
import type { FuzzRequest } from './requests.ts';

export type Received = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/**
 * Sends the bytes unchanged. Where the server closed the connection after a refusal, sends them once more on a new one.
 */
export function send(
  port: number,
  key: string,
  { method, path, headers, body }: Pick<FuzzRequest, 'method' | 'path' | 'headers' | 'body'>,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        agent,
        method,
        path,
        headers: { authorization: `Bearer ${key}`, ...headers, ...(body ? { 'content-length': body.length } : {}) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

const CALLERS_MISTAKE = [400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 428, 431];
const INSIDES = /node_modules|\.ts:\d|postgres|violates|syntax error at|relation "|SQLSTATE|127\.0\.0\.1/i;

const problem = z.looseObject({
  type: z.string(),
  title: z.string().min(1),
  status: z.int(),
  code: z.string().regex(/^[a-z_]+$/),
  detail: z.string().min(1),
  instance: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string().min(1) })).optional(),
});

/** How a response breaks the contract, or null. */
export function complaintOf({ route, method }: FuzzRequest, { status, headers, text }: Received): string | null {
  const requestId = String(headers['x-request-id']);
  if (!/^[0-9a-f-]{36}$/.test(requestId)) return 'no request id';
  if (status >= 500) return `${status} ${text.slice(0, 300)}`;
  if (method === 'HEAD') return null;
  if (status >= 400) {
    const isPublished = method !== route.method || refusalsOf(route).some((known) => known === status);
    return isPublished ? complaintOfProblem(status, headers, text, requestId) : `${status} is not published`;
  }
  if (method !== route.method || route.responses === undefined) return null;
  const schema = route.responses[status];
  if (!schema) return `${status} is not documented`;
  const given = route.responseType === undefined ? JSON.parse(text) : text;
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    return `${status} is not as documented: ${parsed.error.issues[0]?.path.join('/')} ${parsed.error.issues[0]?.message}`;
  // Zod drops fields that a schema does not declare.
  return isDeepStrictEqual(parsed.data, given) ? null : `${status} has fields that are not documented`;
}

export function complaintOfProblem(
  status: number,
  headers: Received['headers'],
  text: string,
  requestId: string,
): string | null {
  if (!CALLERS_MISTAKE.includes(status)) return `${status} is not a status of the contract`;
  if (headers['content-type'] !== 'application/problem+json; charset=utf-8') return `${headers['content-type']}`;
  const parsed = problem.safeParse(JSON.parse(text));
  if (!parsed.success) return `not a problem document: ${text.slice(0, 200)}`;
  const { type, code, detail, instance, status: inside } = parsed.data;
  if (inside !== status || type !== `urn:switchyard:problem:${code}`) return `status ${inside}, type ${type}`;
  if (instance !== `urn:request:${requestId}`) return `instance ${instance}`;
  if (status === 405 && !headers.allow) return '405 without Allow';
  if (status === 401 && headers['www-authenticate'] !== 'Bearer') return '401 without WWW-Authenticate';
  return INSIDES.test(detail) ? `reveals internals: ${detail}` : null;
}
