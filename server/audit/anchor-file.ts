import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type AnchorLine, type AnchorState, anchorLine, followsAnchor } from './domain/anchor-line.ts';
import { anchorMacOf } from './mac.ts';

/** The name of the file in the data folder: one JSON document a line, only appended to. */
export const ANCHOR_FILE = 'audit-anchors.ndjson';

export type AnchorFile = {
  path: string;
  /** The lines from the first on that are signed and follow each other. */
  lines: AnchorLine[];
  /** Null, or the number of the first line that is not ours or does not follow: the file was edited. */
  editedAt: number | null;
};

type Known = AnchorFile & { bytes: number; changedMs: number; key: string };

/** What this process has read, by path. The file only grows, so the next read checks only the bytes after these. */
const known = new Map<string, Known>();

/**
 * Reads the file of anchors in `dataDir`; `lines` is empty where there is none. `anew` reads it from the first byte, as
 * a verification must. A line that a crash cut off while it was written is skipped.
 */
export function readAnchorFile(dataDir: string, auditKey: string, { anew = false } = {}): AnchorFile {
  const path = join(dataDir, ANCHOR_FILE);
  const { size: bytes, mtimeMs: changedMs } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
  const before = anew ? undefined : known.get(path);
  const grown = before?.key === auditKey && before.editedAt === null && bytes >= before.bytes ? before : undefined;
  if (grown && bytes === grown.bytes && changedMs === grown.changedMs) return grown;
  const text = bytes === 0 ? '' : textFrom(path, grown?.bytes ?? 0, bytes);
  const followed = followLines(text, auditKey, grown?.lines.at(-1) ?? null);
  const file = { path, lines: [...(grown?.lines ?? []), ...followed.lines], editedAt: followed.editedAt };
  known.set(path, { ...file, bytes: (grown?.bytes ?? 0) + followed.bytes, changedMs, key: auditKey });
  return file;
}

/**
 * Reads a copy that was kept elsewhere: lines of our own format, or messages that a webhook received. It may begin at
 * any line and contain several files. Every line must be signed, and follow the line before it where that is of the
 * same file. Throws where the file cannot be read.
 */
export function readAnchorCopy(path: string, auditKey: string): AnchorFile {
  const found = readFileSync(path, 'utf8').split('\n').flatMap(linesIn);
  const lines: AnchorLine[] = [];
  for (const [i, { line }] of found.entries()) {
    const before = lines.at(-1) ?? null;
    const signed = line !== null && line.mac === anchorMacOf(auditKey, line);
    const follows = line?.series !== before?.series || line?.n !== (before?.n ?? 0) + 1 || line?.prev === before?.mac;
    if (line === null || !signed || !follows) return { path, lines, editedAt: i + 1 };
    lines.push(line);
  }
  return { path, lines, editedAt: null };
}

/** Appends one line and syncs the file. Throws errors of the file system. */
export function appendAnchorLine(path: string, line: AnchorLine): void {
  const isNew = !existsSync(path);
  const file = openSync(path, 'a+', 0o600);
  try {
    const { size } = statSync(path);
    // Where a crash cut the last line off, begin a new one.
    const begin = size > 0 && lastByte(file, size) !== NEWLINE ? '\n' : '';
    writeSync(file, `${begin}${JSON.stringify(line)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  if (isNew) syncFolder(dirname(path));
}

const NEWLINE = 10;

function lastByte(file: number, size: number): number | undefined {
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, size - 1);
  return byte[0];
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return; // a folder cannot be synced there
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function textFrom(path: string, from: number, to: number): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(to - from);
    const length = readSync(file, bytes, 0, bytes.length, from);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

type Followed = {
  lines: AnchorLine[];
  editedAt: number | null;
  /** Up to the end of the last whole line. */
  bytes: number;
};

function followLines(text: string, auditKey: string, last: AnchorLine | null): Followed {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines: AnchorLine[] = [];
  let before: AnchorState | null = last;
  for (const written of whole.split('\n')) {
    const line = parse(written);
    if (line === null) continue; // cut off, or not ours: if it had replaced one of our lines, the next would not follow
    if (!followsAnchor(before, line, anchorMacOf(auditKey, line))) {
      return { lines, editedAt: (before?.n ?? 0) + 1, bytes: 0 };
    }
    lines.push(line);
    before = line;
  }
  return { lines, editedAt: null, bytes: Buffer.byteLength(whole) };
}

function parse(text: string): AnchorLine | null {
  try {
    return anchorLine(JSON.parse(text));
  } catch {
    return null; // no JSON: the caller decides whether that is an error
  }
}

/** The lines that one line of a copy holds; `line: null` where it is neither ours nor a message with ours. */
function linesIn(text: string): { line: AnchorLine | null }[] {
  if (text.trim() === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return []; // cut off by a crash; a removed line is found out by the lines around it
  }
  const anchors = (value as { data?: { anchors?: unknown } } | null)?.data?.anchors;
  if (Array.isArray(anchors)) return anchors.map((each) => ({ line: anchorLine(each) }));
  return [{ line: anchorLine(value) }];
}
