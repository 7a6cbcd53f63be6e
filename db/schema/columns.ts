import { customType, timestamp } from 'drizzle-orm/pg-core';
import type { ActorKind } from '#server/platform/actions.ts';

/** An instant, whole milliseconds, read and written as `Date`. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' });

/** Raw bytes. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** The actor of a change, as stored beside the row: a person, a service account or Switchyard itself. */
export type ActorRecord = {
  kind: ActorKind;
  /** Person or service account id; null for the system and for imported history. */
  id: string | null;
  name: string;
  /** The API key it came through, when it was not the browser. */
  keyId?: string;
};
