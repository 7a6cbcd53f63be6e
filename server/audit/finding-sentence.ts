import { BREAKS, type ChainBreak } from './domain/check-chain.ts';
import type { Finding } from './domain/finding.ts';

/** A finding as a sentence for people. `nameOf` gives a project's name, or undefined where there is no such project. */
export function findingSentence(finding: Finding, nameOf: (project: number) => string | undefined): string {
  switch (finding.kind) {
    case 'behind':
      return (
        `The database is older than what was noted at ${finding.notedAt}: ` +
        `${missingRows(finding.seq - finding.has, chainName(finding.project, nameOf))} (a restored backup, or a cut tail).`
      );
    case 'anchor_mismatch':
      return (
        `Row ${finding.seq} of ${chainName(finding.project, nameOf)} is not the one that was noted at ${finding.notedAt}: ` +
        'the log was cut or restored before that row, and others were written in its place.'
      );
    case 'broken':
      return `Row ${finding.broken.seq} of ${chainName(finding.project, nameOf)} ${BREAKS[finding.broken.kind]}.`;
    case 'anchors_edited':
      return `Line ${finding.line} of the file of anchors is not what was written: the file was changed.`;
    case 'copy_edited':
      return `Line ${finding.line} of the copy is not what was written, or not of this installation.`;
    case 'anchors_cut':
      return (
        `The file of anchors has ${finding.has} lines, and the ${finding.by ?? 'database'} records ${finding.lines}, the last of ` +
        `${finding.notedAt}: its end was cut off, or it was restored from a backup.`
      );
    case 'anchors_gone':
      return (
        `The file of anchors is missing: the database records ${finding.lines} lines of it, the last of ` +
        `${finding.notedAt}.`
      );
  }
}

/** What is wrong with a row, without its chain: `row 5 was altered`. */
export const brokenRow = ({ seq, kind }: ChainBreak): string => `row ${seq} ${BREAKS[kind]}`;

const missingRows = (rows: number, of: string): string =>
  rows === 1 ? `1 row of ${of} is missing` : `${rows} rows of ${of} are missing`;

/** A finding as it is stored in the audit log: short, and without project names, which may change. */
export function findingRecord(finding: Finding): string {
  switch (finding.kind) {
    case 'behind':
      return `chain ${finding.project} was noted to row ${finding.seq} at ${finding.notedAt} and has ${finding.has}`;
    case 'anchor_mismatch':
      return `chain ${finding.project} has another row ${finding.seq} than was noted at ${finding.notedAt}`;
    case 'broken':
      return `chain ${finding.project}, row ${finding.broken.seq}: ${finding.broken.kind}`;
    default:
      return findingSentence(finding, () => undefined);
  }
}

function chainName(project: number, nameOf: (project: number) => string | undefined): string {
  if (project === 0) return 'the installation';
  const name = nameOf(project);
  return name === undefined ? `project number ${project}, which the database does not have` : `project ${name}`;
}
