import { Fault, invalid } from '../faults.ts';

/**
 * The revision that a change was decided on: `If-Match` as a number, quoted or not, or `inBody` where the message may
 * carry it. Neither: 428 `precondition_required`; something else than a revision: 422.
 */
export function revisionOf(ifMatch: string | undefined, inBody?: number): number {
  if (ifMatch === undefined) {
    if (inBody !== undefined) return inBody;
    throw new Fault('precondition_required', {
      status: 428,
      public: 'Send the revision that you read as If-Match, so that nobody else’s change is lost.',
    });
  }
  const digits = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim())?.[1];
  if (digits === undefined) {
    throw invalid('/If-Match', 'invalid_revision', 'If-Match must be the revision as it was answered, such as "3".');
  }
  return Number(digits);
}

/** A revision as the `ETag` of an answer. */
export const etagOf = (revision: number): Record<string, string> => ({ etag: `"${revision}"` });
