import type { ActionName } from '#server/runbooks/domain/actions.ts';
import { planFallback, planRollBack } from './at-place.ts';
import { planBlockKey, planBudget } from './budgets-and-keys.ts';
import { planBlockUser, planCapInput } from './hold-back.ts';
import type { Planner } from './plan.ts';
import { planNotify, planSilence } from './tell-and-silence.ts';

/** Who does each action of `RUNBOOK_ACTIONS`: a feature that brings another one adds a line in both. */
export const PLANNERS: Record<ActionName, Planner> = {
  roll_back_prompt: planRollBack,
  deploy_fallback: planFallback,
  change_budget: planBudget,
  block_key: planBlockKey,
  block_user: planBlockUser,
  cap_input_length: planCapInput,
  silence: planSilence,
  notify: planNotify,
};
