import type { Scenario } from '../scenario.ts';
import { anthropic202508 } from './anthropic-2025-08.ts';
import { anthropic20260326 } from './anthropic-2026-03-26.ts';
import { openai202504 } from './openai-2025-04-sycophancy.ts';
import { openai20250610 } from './openai-2025-06-10.ts';
import { openai20250709 } from './openai-2025-07-09.ts';
import { RELEASES } from './releases.ts';
import { RUNBOOK_DRILLS } from './runbooks.ts';
import { xai20250707 } from './xai-2025-07-07.ts';

const PUBLIC = [
  ...[openai20250610, openai20250709, anthropic202508, openai202504, xai20250707, anthropic20260326],
  ...RELEASES,
];

/** The drills of the four built-in runbooks, then the public incidents. */
export const SCENARIOS: readonly Scenario[] = [...RUNBOOK_DRILLS, ...PUBLIC];
