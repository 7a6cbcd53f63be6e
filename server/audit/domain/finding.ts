import type { ChainBreak } from './check-chain.ts';

/** A difference between the database and the anchors. `project` 0 is the installation's own chain. */
export type Finding =
  /** The database has fewer rows than were noted. `has` is its last row. */
  | { kind: 'behind'; project: number; seq: number; has: number; notedAt: string }
  /** Another row has the number of a noted row. */
  | { kind: 'anchor_mismatch'; project: number; seq: number; notedAt: string }
  /** A row after the last anchor is broken. */
  | { kind: 'broken'; project: number; broken: ChainBreak }
  /** A line of the file of anchors is not what was written. */
  | { kind: 'anchors_edited'; line: number }
  /** A line of a copy that was kept elsewhere is not what was written. */
  | { kind: 'copy_edited'; line: number }
  /** Lines that the database, or a copy, has a record of are missing from the file. */
  | { kind: 'anchors_cut'; lines: number; has: number; notedAt: string; by?: 'copy' }
  /** The whole file is missing. */
  | { kind: 'anchors_gone'; lines: number; notedAt: string };

/** Whether the finding is about this project's chain, the installation's chain or the file of anchors. */
export const concerns = (finding: Finding, project: number): boolean =>
  !('project' in finding) || finding.project === project || finding.project === 0;
