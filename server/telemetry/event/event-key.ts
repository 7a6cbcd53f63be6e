import { hash } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An event's key, 32 hex characters, and the id's text where the key does not say it. */
export type EventKey = { key: string; text: string | null };

/**
 * What an id is stored and looked up by: itself where it is a UUID in lower case (which saves its text), else the first
 * 16 bytes of its SHA-256. Two ids collide with a chance of n² / 2^129.
 */
export function keyOfId(id: string): EventKey {
  if (id.length === 36 && UUID.test(id)) return { key: id.replaceAll('-', ''), text: null };
  return { key: hash('sha256', id, 'hex').slice(0, 32), text: id };
}

/** The id as it was sent, from its stored key (a uuid as Postgres writes it) and text. */
export const idOfKey = (key: string, text: string | null): string => text ?? key;
