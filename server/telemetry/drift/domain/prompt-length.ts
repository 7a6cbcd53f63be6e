import type { DriftSignal } from './drift-signal.ts';

/** How long prompts are: in characters, or in tokens where clients do not send characters. */
export const PROMPT_LENGTH: DriftSignal = {
  title: 'Prompt length',
  parts: ['input'],
  measures: [
    { unit: 'characters', binsOf: (cell) => cell.inputChars },
    { unit: 'tokens in, where characters are unknown', binsOf: (cell) => cell.inputTokens },
  ],
};
