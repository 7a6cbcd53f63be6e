import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectServing, ServingEntry } from './domain/serving-entry.ts';

const FILE = 'serving-snapshot.ndjson';
/** Lines made at once: about a millisecond, so that resolve responds between them. */
const LINES_AT_ONCE = 200;

/**
 * Keeps what serves on disk, for a start while Postgres is down: a line a project, a line an entry below it, last the
 * SHA-256 of all lines before. Written beside and renamed, so that a reader finds the old file or the new one.
 */
export async function writeSnapshotFile(dataDir: string, projects: ProjectServing[]): Promise<void> {
  const path = join(dataDir, FILE);
  const beside = `${path}.${process.pid}.tmp`;
  const hash = createHash('sha256');
  const file = await open(beside, 'w', 0o600);
  try {
    for (const chunk of chunks(projects)) {
      hash.update(chunk);
      await file.write(chunk);
    }
    await file.write(hash.digest('hex'));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}

function* chunks(projects: ProjectServing[]): Generator<string> {
  for (const { entries, ...head } of projects) {
    yield `${JSON.stringify(head)}\n`;
    for (let at = 0; at < entries.length; at += LINES_AT_ONCE) {
      const lines = entries.slice(at, at + LINES_AT_ONCE).map((entry) => `${JSON.stringify(entry)}\n`);
      yield lines.join('');
    }
  }
}

/** What was written last; null where there is no file. Throws where the file is damaged: it is then not used. */
export async function readSnapshotFile(dataDir: string): Promise<ProjectServing[] | null> {
  const content = await readOrNull(join(dataDir, FILE));
  if (content === null) return null;
  const end = content.lastIndexOf('\n') + 1;
  const text = content.slice(0, end);
  if (content.slice(end) !== createHash('sha256').update(text).digest('hex')) {
    throw new Error(`${FILE} does not match its checksum.`);
  }
  const projects: ProjectServing[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const row = JSON.parse(line) as Omit<ProjectServing, 'entries'> | ServingEntry;
    if ('projectId' in row) projects.push({ ...row, entries: [] });
    else projects.at(-1)?.entries.push(row);
  }
  return projects;
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
