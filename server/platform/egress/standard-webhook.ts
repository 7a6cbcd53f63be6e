import { createHmac } from 'node:crypto';

/** What a signature covers: the id is the same over all attempts, the time is that of this one. */
export type SignedMessage = { id: string; at: Date; body: string };

/**
 * The headers of Standard Webhooks with the symmetric signature: HMAC-SHA256 over `id.timestamp.body`, with the Base64
 * key after `whsec_`. Null: unsigned.
 */
export function webhookHeaders(secret: string | null, { id, at, body }: SignedMessage): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === null) return headers;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${mac}` };
}
