/** Which arm of a rollout serves a key. A key that was not assigned is served by `stable` and left out of analysis. */
export type Assignment =
  | { readonly arm: 'stable' | 'candidate'; readonly assigned: true; readonly bucket: number }
  | { readonly arm: 'stable'; readonly assigned: false; readonly bucket: null };

/** The purpose of the hash; each kind draws independently of the others for the same key. */
export type AssignmentKind = 'enrol' | 'variant' | 'shadow' | 'judge' | 'shard';

/** SHA-256 of the UTF-8 bytes of a text: handed in, since this file touches no library of the platform. */
export type Sha256 = (text: string) => Uint8Array;

/** Buckets run from 0 to one less: a resolution of 0.001 %. */
export const BUCKETS = 100_000;

const SEPARATOR = '\u001f';
const KEY_BYTES_MAX = 512;

/** The text whose SHA-256 places a key. `sw1` is the version of this scheme: it never changes under a running rollout. */
export function assignmentMessage(salt: string, kind: AssignmentKind, key: string): string {
  return ['sw1', salt, kind, key].join(SEPARATOR);
}

/**
 * Bucket 0 … 99,999 of a digest, from its first four bytes. Exact in a double and in SQL. Throws RangeError for a digest
 * shorter than four bytes.
 */
export function bucketOf(digest: Uint8Array): number {
  if (digest.length < 4) throw new RangeError(`A digest has at least 4 bytes, not ${digest.length}.`);
  const u32 = new DataView(digest.buffer, digest.byteOffset, 4).getUint32(0);
  return Math.floor((u32 * BUCKETS) / 2 ** 32);
}

/**
 * The arm that serves `key` while the rollout with this salt stands at `percent` (0..100). Only the threshold moves as
 * a rollout grows, so a key that is in stays in. A missing, empty or over-long key (512 bytes) gets stable, unassigned:
 * drawing at random would change the arm in the middle of a conversation. The key's bytes are taken as they come:
 * no trimming, no case folding, no Unicode normalisation, so that other programs can compute the same bucket.
 *
 * Throws RangeError for a percent that is not within 0..100: it should have been refused where it was written.
 */
export function assignArm(
  { salt, percent, key }: { salt: string; percent: number; key: string | null | undefined },
  sha256: Sha256,
): Assignment {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`A rollout serves 0 to 100 percent, not ${percent}.`);
  if (key === null || key === undefined || key === '' || isOverLong(key)) {
    return { arm: 'stable', assigned: false, bucket: null };
  }
  const bucket = bucketOf(sha256(assignmentMessage(salt, 'enrol', key)));
  return { arm: bucket < Math.round(percent * 1000) ? 'candidate' : 'stable', assigned: true, bucket };
}

function isOverLong(key: string): boolean {
  // No character takes more than three bytes a UTF-16 unit, so nearly every key is settled without encoding it.
  return key.length * 3 > KEY_BYTES_MAX && new TextEncoder().encode(key).length > KEY_BYTES_MAX;
}
