/**
 * A process with the time of its start, so that another process that later has the same pid is distinguished from it.
 */
export type BornProcess = { pid: number; born: string | null };

/** The contents of a run file; `pid` and `born` of the process that holds the folder. */
export type Run = BornProcess & {
  phase: 'installing' | 'starting' | 'running' | 'command';
  webUrl: string;
  edgeUrl: string;
  processes: (BornProcess & { name: string })[];
};

export type RunAbout = Pick<Run, 'phase' | 'webUrl' | 'edgeUrl'>;

export function claimRun(
  state: string,
  about: RunAbout,
): Promise<{ held: true; release: () => void } | { held: false; holder: Run }>;
export function readRun(state: string): Run | null;
export function updateRun(state: string, patch: Partial<Omit<Run, 'pid' | 'born'>>): void;
export function bornAt(pid: number): string | null;
export function busySentence(holder: Run): string;
