import { createHash, randomUUID } from 'node:crypto';

/** A new row's id (UUID v4). */
export const newId = (): string => randomUUID();

/** SHA-256 of UTF-8 text as 64 hex characters. */
export const sha256Hex = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `text` can be looked up in a uuid column; anything else is a 404 before any query. */
export const isUuid = (text: string): boolean => UUID.test(text);
