import { plural } from '#components/ui/format.ts';
import type { OptionState } from '#server/rehearsals/domain/readiness.ts';
import type { PlaceRow, RehearsalData } from './rehearsal-words.ts';

/** A place in the dialog that opens promotions. */
export type Openable = {
  key: string;
  prompt: string;
  environment: string;
  version: number;
  /** Whether it is chosen from the start: its gate passes, or cannot decide, which people may. */
  isPreset: boolean;
  /** Why it cannot be chosen; null where it can. */
  refusal: string | null;
  /** What its promotion will do. */
  consequence: string;
};

const REFUSED: Partial<Record<OptionState, string>> = {
  open: 'Its promotion is open already.',
  fails: 'Its gate fails, so the promotion would be blocked: send a new version.',
};

function consequenceOf(state: OptionState, { requiredApprovals }: PlaceRow): string {
  if (state === 'no_run') return 'It has no run to compare, so the promotion waits for evidence.';
  if (state === 'inconclusive') return 'Its gate cannot decide yet, so the promotion asks for evidence or an override.';
  return requiredApprovals === 0
    ? 'Its gate passes: it is deployed at once, since no approval is needed.'
    : `Its gate passes; then ${plural(requiredApprovals, 'approval')} by another person.`;
}

/** The places of a rehearsal with what a promotion onto the replacement would do. */
export function openablesOf({ places }: RehearsalData, onto: string): Openable[] {
  return places.flatMap((row): Openable[] => {
    const option = row.options.find(({ replacement }) => replacement.name === onto);
    if (option === undefined) return [];
    const { place, inTheWay } = row;
    const { state, version } = option;
    const busy = inTheWay === null ? null : `Another promotion is open (version ${inTheWay.version}): decide it first.`;
    const refusal = REFUSED[state] ?? busy;
    const isPreset = refusal === null && state !== 'no_run';
    const { prompt, environment, deploymentId: key } = place;
    return [{ key, prompt, environment, version, isPreset, refusal, consequence: consequenceOf(state, row) }];
  });
}

/** What the button does: `Open 2 promotions moves 2 prompts to acme/next.`, or why it does nothing by itself. */
export function openingSentence(places: readonly Openable[], onto: string): string {
  const preset = places.filter(({ isPreset }) => isPreset);
  if (preset.length === 0) return `No prompt is ready for a new promotion to ${onto}.`;
  const prompts = new Set(preset.map(({ prompt }) => prompt)).size;
  const decided = preset.length === 1 ? 'it is' : 'each is';
  return `Opening ${plural(preset.length, 'promotion')} moves ${plural(prompts, 'prompt')} to ${onto}, once ${decided} decided.`;
}
