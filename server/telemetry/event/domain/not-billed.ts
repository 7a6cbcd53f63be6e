/** As far as a request's answer, or its refusal, says whether the provider bills it. */
export type RequestEnd = {
  failed: boolean;
  errorCode: string | null | undefined;
  tokensIn: number | null | undefined;
  tokensOut: number | null | undefined;
  ttftMs: number | null | undefined;
  /** Whether the provider's usage object or calls of tools came with it. */
  hasUsage: boolean;
};

/** HTTP 429 and 5xx as senders write them: the number, or the names that providers give their errors. */
const REFUSED = new Set([
  'rate_limited',
  'rate_limit',
  'rate_limit_error',
  'rate_limit_exceeded',
  'too_many_requests',
  'insufficient_quota',
  'resource_exhausted',
  'overloaded',
  'overloaded_error',
  'server_error',
  'internal',
  'internal_error',
  'internal_server_error',
  'api_error',
  'bad_gateway',
  'unavailable',
  'service_unavailable',
]);
/** 504 is a timeout: the provider may have worked on, and bills that. */
const REFUSED_STATUS = /^(?:http[ _]?)?(?:429|5(?!04)\d\d)$/;

/**
 * Whether the provider refused the request before any work that it bills: it ended with 429 or 5xx, without usage and
 * without a first token. Its cost is 0. A timeout, or a stream that was cut, is not: what it cost is unknown.
 */
export function isNotBilled({ failed, errorCode, tokensIn, tokensOut, ttftMs, hasUsage }: RequestEnd): boolean {
  if (!failed || errorCode == null || hasUsage) return false;
  if (tokensIn != null || tokensOut != null || ttftMs != null) return false;
  const code = errorCode.toLowerCase();
  return REFUSED.has(code) || REFUSED_STATUS.test(code);
}
