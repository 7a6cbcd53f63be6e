/** A process with its birth, so that a pid which was given to another is not mistaken for it. */
export type BornProcess = { pid: number; born: string | null };

/** What a run says of itself; `born` of the process that holds the folder. */
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
