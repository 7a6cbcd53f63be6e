import type { z } from 'zod';
import { actorWire } from '#server/platform/http/actor-wire.ts';
import type { drillResponse, runbookResponse, runbookRowResponse } from './contract.ts';
import type { Drill, RunbookView } from './read-runbooks.ts';

/** A drill as the edge sends it. */
export const drillWire = ({ id, version, at, actor, deadSteps, steps }: Drill): z.input<typeof drillResponse> => ({
  ...{ id, version, at: at.toISOString(), actor: actorWire(actor), dead_steps: deadSteps, steps },
});

/** A runbook in a list. */
export function runbookRowWire(view: RunbookView): z.input<typeof runbookRowResponse> {
  const { steps: _, ...drill } = view.lastDrill === null ? { steps: [] } : drillWire(view.lastDrill);
  return {
    name: view.name,
    title: view.title,
    builtin: view.isBuiltin,
    version: view.version,
    owner: view.owner,
    signal: view.signal,
    steps_total: view.steps.length,
    dead_steps: view.deadSteps,
    idle_steps: view.idleSteps,
    last_drill: 'id' in drill ? drill : null,
    updated_at: view.updatedAt?.toISOString() ?? null,
  };
}

/** A runbook with its text and steps. */
export const runbookWire = (view: RunbookView): z.input<typeof runbookResponse> => ({
  ...runbookRowWire(view),
  markdown: view.markdown,
  first_responder_action: view.first,
  escalation_path: view.escalation,
  rollback_procedure: view.rollback,
  steps: view.steps,
});
