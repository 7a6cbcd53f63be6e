/** What a `datetime-local` field shows for a time of ours: UTC, to the minute. */
export const toUtcField = (at: string | null | undefined): string => (at ?? '').slice(0, 16);

/** The time that such a field holds, as UTC; undefined where it is empty. */
export const fromUtcField = (text: string): string | undefined =>
  text === '' ? undefined : new Date(`${text}Z`).toISOString();
