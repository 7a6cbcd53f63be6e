import { createHmac } from 'node:crypto';
import { type ChainedRow, chainText } from './domain/chain.ts';

/** HMAC-SHA256 of a row and the `mac` before it, 64 hex characters. */
export const macOf = (auditKey: string, row: ChainedRow): string =>
  createHmac('sha256', auditKey).update(chainText(row)).digest('hex');
