import { open, readFile, rename } from 'node:fs/promises';
import { sha256Hex } from './ids.ts';

/**
 * Keeps a value on disk for a start while Postgres is down. One line with the SHA-256 of the rest, then JSON; synced,
 * written beside and renamed, so that a reader finds the old file or the new one. Readable by its owner alone.
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

/** What was written last; null where there is no file. Throws where the file is damaged: it is then not used. */
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
