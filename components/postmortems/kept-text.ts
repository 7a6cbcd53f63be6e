import { z } from 'zod';

const kept = z.object({ version: z.number(), text: z.string() });
/** Text that was not saved, and the version that it was made from. */
export type KeptText = z.output<typeof kept>;

const keyOf = (project: string, number: number): string => `switchyard postmortem ${project} ${number}`;

/** What this browser stored of a post-mortem; null where there is none. */
export function readKept(project: string, number: number): KeptText | null {
  try {
    const text = localStorage.getItem(keyOf(project, number));
    return text === null ? null : (kept.safeParse(JSON.parse(text)).data ?? null);
  } catch (error) {
    // A browser may forbid storage: then nothing was kept.
    console.warn('No unsaved post-mortem could be read', error);
    return null;
  }
}

/** Stores unsaved text, or deletes it. */
export function keepText(project: string, number: number, text: KeptText | null): void {
  try {
    if (text === null) localStorage.removeItem(keyOf(project, number));
    else localStorage.setItem(keyOf(project, number), JSON.stringify(text));
  } catch (error) {
    console.warn('An unsaved post-mortem could not be kept', error);
  }
}
