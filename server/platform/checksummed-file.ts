import { open, readFile, rename } from 'node:fs/promises';
import { sha256Hex } from './ids.ts';

/**
 * Writes a value to disk, for a start while Postgres is down: one line with the SHA-256 of the rest, then JSON. Writes
 * and syncs a temporary file and renames it, so that a reader finds the old file or the new one. Mode 0600.
 */
export async function writeChecksummed(path: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value);
  const beside = `${path}.${process.pid}.tmp`;
  const file = await open(beside, 'w', 0o600);
  try {
    await file.writeFile(`${sha256Hex(text)}\n${text}`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}

/** The value that was written last; null where there is no file. Throws where the checksum does not match. */
export async function readChecksummed(path: string): Promise<unknown> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const end = content.indexOf('\n');
  const text = content.slice(end + 1);
  if (end < 0 || content.slice(0, end) !== sha256Hex(text)) throw new Error(`${path} does not match its checksum.`);
  return JSON.parse(text);
}
