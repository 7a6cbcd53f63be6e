import { z } from 'zod';
import { isVisible } from '#server/platform/pure/visible-text.ts';
import { isStorableTime } from './domain/storable-time.ts';

/** The maximum of our integer columns, other than those that count rows. */
export const INT_MAX = 2_147_483_647;

const isStorable = (text: string): boolean => Number.isNaN(Date.parse(text)) || isStorableTime(Date.parse(text));

/** A time in a message of our own pages, in the years 1970 to 9999. */
export const dateSchema = z
  .date()
  .refine((at) => isStorableTime(at.getTime()), 'A time in the years 1970 to 9999, such as 2026-05-01T12:00:00Z.');

/** An RFC 3339 time in a message of the edge. */
export const instantSchema = z.iso
  .datetime({ offset: true, error: 'A time such as 2026-05-01T12:00:00Z.' })
  .refine(isStorable, 'A time since 1970, such as 2026-05-01T12:00:00Z.');

/** A title or name of at most `max` characters that people read, without the white space around it. */
export const visibleText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => text === '' || isVisible(text), 'Only invisible characters. Write text that people can read.');

/** A calendar date such as 2026-05-01. */
export const calendarDateSchema = z.iso
  .date({ error: 'A date such as 2026-05-01.' })
  .refine(isStorable, 'A date since 1970, such as 2026-05-01.');

/** An RFC 3339 time, or a calendar date. */
export const instantOrDateSchema = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'A time such as 2026-05-01T00:00:00Z, or a date.',
  })
  .refine(isStorable, 'A time since 1970, such as 2026-05-01T00:00:00Z, or a date.');
