import type { Entry } from '#server/models/deprecations/domain/entry.ts';

/** An announced deprecation of an invented model of OpenAI, which retires on a day, or on none that is known. */
export const entry = (model: string, retiresOn: string | null, more: Partial<Entry> = {}): Entry => ({
  announcer: 'openai',
  model,
  aliasOf: null,
  releasedOn: null,
  announcedOn: null,
  retiresOn,
  notBefore: null,
  replacement: null,
  state: 'deprecated',
  sourceUrl: 'https://example.com/deprecations',
  seenOn: '2026-11-26',
  certainty: 'vendor',
  note: null,
  ...more,
});
