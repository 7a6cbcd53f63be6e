import type { DriftSignal } from './drift-signal.ts';
import { PROMPT_LENGTH } from './prompt-length.ts';

/** Every signal that the monitor watches for drift, in the order of its panel. */
export const DRIFT_SIGNALS: readonly DriftSignal[] = [PROMPT_LENGTH];
