import { z } from 'zod';
import { MESSAGE_ROLES } from '#server/prompts/domain/content.ts';
import type { Draft } from './draft.ts';
import { eachSetting, LIMIT_NAMES } from './own-settings.ts';

const stored = z.object({
  /** Whether its version differed from the one it began with. */
  edited: z.boolean(),
  base: z.number().nullable(),
  template: z.string(),
  messages: z.array(
    z.object({ id: z.number(), role: z.enum(MESSAGE_ROLES), content: z.string(), name: z.string().optional() }),
  ),
  // A draft from before a setting got its field has the setting among the others.
  ...eachSetting(() => z.string().default('')),
  limitName: z.enum(LIMIT_NAMES),
  rest: z.string(),
  responseFormat: z.string(),
  message: z.string(),
  values: z.record(z.string(), z.string()),
});

const keyOf = (project: string, prompt: string): string => `switchyard draft ${project} ${prompt}`;

export type KeptDraft = Draft & { edited: boolean };

/** The unsaved work on a prompt that this browser stored; null where there is none, or none in the present format. */
export function readDraft(project: string, prompt: string): KeptDraft | null {
  try {
    const kept = localStorage.getItem(keyOf(project, prompt));
    return kept === null ? null : (stored.safeParse(JSON.parse(kept)).data ?? null);
  } catch (error) {
    // A browser may forbid storage, or the stored text may have another format: then there is no draft.
    console.warn('No draft could be read', error);
    return null;
  }
}

/** Stores unsaved work, or deletes it. Returns false where this browser stores nothing. */
export function keepDraft(project: string, prompt: string, draft: KeptDraft | null): boolean {
  try {
    if (draft === null) localStorage.removeItem(keyOf(project, prompt));
    else localStorage.setItem(keyOf(project, prompt), JSON.stringify(draft));
    return true;
  } catch (error) {
    console.warn('The draft could not be kept', error);
    return false;
  }
}
