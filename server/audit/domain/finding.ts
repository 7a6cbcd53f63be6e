import type { ChainBreak } from './check-chain.ts';

/** What does not fit between the database and what was noted of it. `project` 0 is the installation's own chain. */
export type Finding =
  /** The database has fewer rows than were noted. `has` is its last row. */
  | { kind: 'behind'; project: number; seq: number; has: number; notedAt: string }
  /** At a noted row's number stands another row. */
  | { kind: 'anchor_mismatch'; project: number; seq: number; notedAt: string }
  /** A row that came since the last note does not hold. */
  | { kind: 'broken'; project: number; broken: ChainBreak }
  /** A line of the file of anchors is not what was written. */
  | { kind: 'anchors_edited'; line: number }
  /** A line of a copy that was kept elsewhere is not what was written. */
  | { kind: 'copy_edited'; line: number }
  /** Lines that the database, or a copy, remembers are gone from the file. */
  | { kind: 'anchors_cut'; lines: number; has: number; notedAt: string; by?: 'copy' }
  /** So is the whole file. */
  | { kind: 'anchors_gone'; lines: number; notedAt: string };

/** Whether the finding is of this chain, or of what all chains stand on. */
export const concerns = (finding: Finding, project: number): boolean =>
  !('project' in finding) || finding.project === project || finding.project === 0;
