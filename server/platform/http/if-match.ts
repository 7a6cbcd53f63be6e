import { Fault, invalid } from '../faults.ts';

/**
 * The revision that a change is based on: `If-Match` as a number, quoted or not, or `inBody` where the message may
 * carry it. Throws 428 `precondition_required` where both are missing, 422 where `If-Match` is no revision.
 */
export function revisionOf(ifMatch: string | undefined, inBody?: number): number {
  if (ifMatch === undefined) {
    if (inBody !== undefined) return inBody;
    throw new Fault('precondition_required', {
      status: 428,
      public: 'Send the revision that you read as If-Match, so that no other change is overwritten.',
    });
  }
  const digits = /^(?:W\/)?"?(\d{1,9})"?$/.exec(ifMatch.trim())?.[1];
  if (digits === undefined) {
    throw invalid('/If-Match', 'invalid_revision', 'If-Match must be a revision from an ETag, such as "3".');
  }
  return Number(digits);
}

/** The `ETag` header of a revision. */
export const etagOf = (revision: number): Record<string, string> => ({ etag: `"${revision}"` });
