import { z } from 'zod';
import { INT_MAX } from '#server/audit/contract.ts';
import { type ActionName, RUNBOOK_ACTIONS } from './domain/actions.ts';
import { STEP_STATES } from './domain/check-runbook.ts';
import { STEP_KINDS } from './domain/parse-runbook.ts';

/** Bytes are fewer than four times as many: far below the limit of a body. */
const MARKDOWN_CHARS_MAX = 40_000;

export const runbookNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Small letters, digits and hyphens: provider-outage.');
const markdown = z.string().max(MARKDOWN_CHARS_MAX);
const owner = z.string().trim().max(120).nullable();
const version = z.int().min(1).max(INT_MAX);

export const createRunbookBody = z.strictObject({ name: runbookNameSchema, markdown, owner: owner.default(null) });
export type RunbookEntry = z.output<typeof createRunbookBody>;

/** `version`: the one that was edited; a newer one in the meantime is 409. */
export const patchRunbookBody = z.strictObject({
  version,
  markdown: markdown.optional(),
  owner: owner.optional(),
});
export type RunbookChange = z.output<typeof patchRunbookBody>;

const instant = z.iso.datetime();
const actor = z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() });
const check = {
  state: z.enum(STEP_STATES),
  code: z.string().nullable(),
  message: z.string().nullable(),
};
export const drillResponse = z.object({
  id: z.uuid(),
  version: z.int(),
  at: instant,
  actor,
  dead_steps: z.int(),
  steps: z.array(z.object({ position: z.int(), ...check })),
});

const summary = {
  name: z.string(),
  title: z.string(),
  builtin: z.boolean(),
  version: z.int(),
  owner: z.string().nullable(),
  signal: z.string().meta({ description: 'Markdown.' }),
  steps_total: z.int(),
  dead_steps: z.int().meta({ description: 'Steps whose action could not be done now.' }),
  idle_steps: z.int().meta({ description: 'Steps that have nothing to act on yet, which is not dead.' }),
  last_drill: drillResponse.omit({ steps: true }).nullable(),
  updated_at: instant.nullable().meta({ description: 'Null of a built-in runbook that nobody has changed.' }),
};
export const runbookRowResponse = z.object(summary);

export const runbookResponse = z.object({
  ...summary,
  markdown: z.string(),
  first_responder_action: z.string(),
  escalation_path: z.string(),
  rollback_procedure: z.string(),
  steps: z.array(
    z.object({
      position: z.int(),
      kind: z.enum(STEP_KINDS),
      title: z.string(),
      text: z.string().meta({ description: 'Markdown.' }),
      action: z.object({ name: z.string(), given: z.record(z.string(), z.string()) }).nullable(),
      check: z.object(check).nullable().meta({ description: 'Of a step that acts: whether it could act now.' }),
    }),
  ),
});

/** A runbook on its own page or beside an incident. */
export const runbookInput = z.object({ name: runbookNameSchema, incidentId: z.uuid().nullable().default(null) });

const step = z.object({ runId: z.uuid(), position: z.int().min(1).max(100) });
const note = z.string().trim().max(2_000).default('');
export const tickInput = step.extend({ outcome: z.enum(['done', 'reopened']), note });
/** The parameters that the runbook leaves open; what it fixes cannot be replaced. */
export const previewInput = step.extend({ params: z.record(z.string().max(60), z.string().trim().max(300)) });
/** `sees`: of the preview that was confirmed. */
export const actInput = previewInput.extend({ sees: z.string().max(200), note });

export const waysBackInput = z.object({ prompts: z.array(z.string().min(1).max(200)).max(50) });
export const directInput = z.object({
  action: z.enum(Object.keys(RUNBOOK_ACTIONS) as ActionName[]),
  params: previewInput.shape.params,
});
/** Beside it stands from which alert or incident it is done. */
export const actDirectlyInput = directInput.extend({ sees: z.string().max(200), note });
