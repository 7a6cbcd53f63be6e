import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readSecret } from './secrets.ts';

/** The file of the data folder with the key of sealed columns. It belongs into a backup as the database does. */
const SEAL_KEY_FILE = 'seal.key';
const IV_BYTES = 12;

const keyOf = (dataDir: string): Buffer => Buffer.from(readSecret(dataDir, SEAL_KEY_FILE).slice(0, 64), 'hex');

/**
 * Encrypts text for a column: AES-256-GCM with a key of the data folder and a random 96-bit IV, as
 * `v1.<iv>.<ciphertext>.<tag>` in Base64url. `place` names table, project and row and is authenticated, so that a value
 * that is copied to another row cannot be opened there.
 */
export function seal(dataDir: string, place: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(dataDir), iv).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
}

/** Decrypts what {@link seal} returned for the same place. Throws where the key is another or the value was changed. */
export function unseal(dataDir: string, place: string, sealed: string): string {
  const [version, iv, text, tag] = sealed.split('.');
  if (version !== 'v1' || iv === undefined || text === undefined || tag === undefined) {
    throw new Error(`The sealed value of ${place} has a form that this version does not know.`);
  }
  const decipher = createDecipheriv('aes-256-gcm', keyOf(dataDir), Buffer.from(iv, 'base64url'))
    .setAAD(Buffer.from(place))
    .setAuthTag(Buffer.from(tag, 'base64url'));
  try {
    return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
  } catch (error) {
    throw new Error(`The sealed value of ${place} cannot be opened with ${SEAL_KEY_FILE} of the data folder.`, {
      cause: error,
    });
  }
}
