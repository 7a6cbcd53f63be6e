import canonicalize from 'canonicalize';
import type { VersionContent } from './content.ts';

/**
 * `value` with LF for CRLF in every text, so that a checkout on Windows gives the same version. Keys are not changed.
 */
export function withUnixLines<T>(value: T): T;
export function withUnixLines(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\r\n', '\n');
  if (Array.isArray(value)) return value.map((inner) => withUnixLines(inner));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withUnixLines(inner)]));
}

/** RFC 8785 text of any JSON value: keys sorted by UTF-16 code unit, shortest numbers, no white space. */
export const canonicalJson = (value: unknown): string => canonicalize(value) ?? 'null';

/**
 * The text whose SHA-256 is a version's digest: RFC 8785 of `{type, template | messages, config, response_format}`
 * with CRLF as LF; a version without a response format has no such key. `docs/digest.md` publishes a vector.
 */
export function canonicalVersion({ type, body, config, responseFormat }: VersionContent): string {
  return canonicalJson(
    withUnixLines({ type, ...body, config, ...(responseFormat === null ? {} : { response_format: responseFormat }) }),
  );
}
