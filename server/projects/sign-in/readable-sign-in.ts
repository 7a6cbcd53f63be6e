import { NextRequest } from 'next/server';
import { cappedRequest } from '#server/platform/http/capped-request.ts';
import { signInCookies } from './sign-in-cookies.ts';

const CAP = { maxBytes: 20_000, elementsMax: 100 };
/** The actions of next-auth that we use, with the methods of each; all others are refused. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  csrf: ['GET'],
  session: ['GET', 'POST'],
  providers: ['GET'],
  signin: ['GET', 'POST'],
  callback: ['POST'],
  signout: ['GET', 'POST'],
  error: ['GET'],
};

/**
 * A request below /api/auth that next-auth can handle, or the refusal of one that it cannot: next-auth responds with
 * 500 to a callbackUrl that is no address, a body that is no JSON and a name that is no header value, and logs any
 * text.
 */
export async function readableSignIn(
  request: Request,
  segments: readonly string[],
  publicUrl: string,
): Promise<NextRequest | Response> {
  const methods = Object.hasOwn(ACTIONS, segments[0] ?? '') ? ACTIONS[segments[0] ?? ''] : undefined;
  if (!methods || segments.length > 2 || !isName(segments[1])) return refusal(404, 'There is nothing at this address.');
  if (!methods.includes(request.method)) return refusal(405, `Use ${methods.join(' or ')} here.`, methods);
  const query = new URL(request.url).searchParams;
  if (!isName(query.get('error') ?? undefined)) return refusal(400, 'error is no code of ours.');
  if (!isReturnAddress(query.get('callbackUrl'), publicUrl)) return refusal(400, 'callbackUrl is no address.');
  const cookie = signInCookies(publicUrl).callbackUrl?.name ?? '';
  const asNext = new NextRequest(request.url, { headers: request.headers });
  if (!isReturnAddress(asNext.cookies.get(cookie)?.value, publicUrl)) {
    const response = refusal(400, `The cookie ${cookie} is no address. It was removed: send the request again.`);
    response.headers.set('set-cookie', `${cookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax`);
    return response;
  }
  return request.method === 'POST' ? readablePost(request, publicUrl) : asNext;
}

async function readablePost(request: Request, publicUrl: string): Promise<NextRequest | Response> {
  const read = await cappedRequest(request, CAP);
  if (read === null) return refusal(413, 'The body is larger than 20 kB.');
  const text = await read.text();
  const fields = fieldsOf(request.headers.get('content-type') ?? '', text);
  if (fields === null) return refusal(400, 'The body is not readable. Send a form, or a JSON object of texts.');
  if (!isReturnAddress(fields.callbackUrl, publicUrl)) return refusal(400, 'callbackUrl is no address.');
  return new NextRequest(request.url, { method: 'POST', headers: request.headers, body: text });
}

/** The fields of a form or of a JSON object of texts; null for anything else. */
function fieldsOf(type: string, text: string): Record<string, string> | null {
  if (!type.includes('application/json')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    const isTexts =
      typeof value === 'object' && value !== null && Object.values(value).every((it) => typeof it === 'string');
    return isTexts ? (value as Record<string, string>) : null;
  } catch {
    return null;
  }
}

/** Whether a part of the address is safe in a header, into which next-auth writes it unchanged. */
const isName = (text: string | undefined): boolean => text === undefined || /^[\w-]{0,60}$/.test(text);

/** Whether a callbackUrl is an http address or a path; `ownAddress` decides where it leads. */
function isReturnAddress(url: string | null | undefined, publicUrl: string): boolean {
  if (url === null || url === undefined || url === '') return true;
  const base = url.startsWith('/') ? publicUrl : undefined;
  return url.length <= 2_000 && URL.canParse(url, base) && /^https?:$/.test(new URL(url, base).protocol);
}

const refusal = (status: number, message: string, allow?: readonly string[]): Response =>
  Response.json({ message }, { status, headers: allow ? { allow: allow.join(', ') } : {} });
