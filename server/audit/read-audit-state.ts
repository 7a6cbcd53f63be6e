import type { Services } from '#server/platform/context.ts';
import { readAnchorCopy, readAnchorFile } from './anchor-file.ts';
import { type AnchorCheck, checkAnchors } from './check-anchors.ts';
import type { AnchorLine } from './domain/anchor-line.ts';
import type { Finding } from './domain/finding.ts';
import { standingAnchors } from './domain/standing-anchors.ts';
import { placeOf } from './note-anchors.ts';

type Reading = Pick<Services, 'db' | 'auditKey' | 'dataDir'>;

export type AuditState = AnchorCheck & {
  /** Lines of the file of anchors on this machine, and the time of the last. */
  lines: number;
  lastAt: string | null;
  /** When and why the loss of an earlier file was accepted, where the file begins with that; else null. */
  begun: { at: string; reason: string } | null;
};

/**
 * Reads the anchors of this machine and checks the database against them, and also against `copy`, a file that was kept
 * elsewhere. `anew` reads the file from its first byte. Throws where the copy cannot be read or holds no anchors.
 */
export async function readAuditState(
  services: Reading,
  { copy, anew = false }: { copy?: string; anew?: boolean } = {},
): Promise<AuditState> {
  const file = readAnchorFile(services.dataDir, services.auditKey, { anew });
  const here = await checkAnchors(services, file, placeOf(services.dataDir));
  const other = copy === undefined ? null : readAnchorCopy(copy, services.auditKey);
  if (other?.lines.length === 0 && other.editedAt === null) throw new Error(`There are no anchors in ${other.path}.`);
  const lines = other ? merged(file.lines, other.lines) : file.lines;
  return {
    standing: other ? standingAnchors(lines) : here.standing,
    findings: [...here.findings, ...(other ? againstCopy(file.lines, other) : [])],
    elsewhere: here.elsewhere,
    lines: lines.length,
    lastAt: lines.at(-1)?.at ?? null,
    begun: begunWith(file.lines[0]),
  };
}

/** The lines of both, each once, oldest first. */
function merged(ours: readonly AnchorLine[], theirs: readonly AnchorLine[]): AnchorLine[] {
  const byMac = new Map([...theirs, ...ours].map((line) => [line.mac, line]));
  return [...byMac.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.n - b.n));
}

/** The findings from comparing the copy with our file: lines that only the copy has, and lines that differ. */
function againstCopy(ours: readonly AnchorLine[], copy: { lines: AnchorLine[]; editedAt: number | null }): Finding[] {
  const findings: Finding[] = copy.editedAt === null ? [] : [{ kind: 'copy_edited', line: copy.editedAt }];
  const series = ours[0]?.series;
  const same = copy.lines.filter((it) => it.series === series);
  const differs = same.find((it) => ours[it.n - 1] !== undefined && ours[it.n - 1]?.mac !== it.mac);
  if (differs) findings.push({ kind: 'anchors_edited', line: differs.n });
  const last = same.at(-1);
  if (last && last.n > ours.length) {
    findings.push({ kind: 'anchors_cut', lines: last.n, has: ours.length, notedAt: last.at, by: 'copy' });
  }
  return findings;
}

function begunWith(line: AnchorLine | undefined): AuditState['begun'] {
  return line?.kind === 'accepted' ? { at: line.at, reason: line.reason ?? '' } : null;
}
