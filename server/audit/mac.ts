import { createHmac } from 'node:crypto';
import { anchorText } from './domain/anchor-line.ts';
import { type ChainedRow, chainText } from './domain/chain.ts';

/** HMAC-SHA256 of a row and the `mac` before it, 64 hex characters. */
export const macOf = (auditKey: string, row: ChainedRow): string =>
  createHmac('sha256', auditKey).update(chainText(row)).digest('hex');

/** HMAC-SHA256 of a line of the file of anchors, 64 hex characters. */
export const anchorMacOf = (auditKey: string, line: Parameters<typeof anchorText>[0]): string =>
  createHmac('sha256', auditKey).update(anchorText(line)).digest('hex');

/** The fingerprint of the key that is stored in the database: an HMAC of a constant, 64 hex characters. */
export const fingerprintOf = (auditKey: string): string =>
  createHmac('sha256', auditKey).update('switchyard audit key').digest('hex');
