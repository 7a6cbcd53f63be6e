import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads the installation's secret `name` from the data folder; makes it the first time (32 random bytes, hex, mode
 * 0600). Of two processes that start together, one creates the file exclusively and the other reads it.
 */
export function readSecret(dataDir: string, name: string): string {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, name);
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < 64)
    throw new Error(`${path} holds no usable secret (64 hex characters). Restore it from a backup.`);
  return secret;
}
