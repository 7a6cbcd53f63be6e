import { findDataset } from '#server/evals/datasets/find-dataset.ts';
import { findIncident, type IncidentRow } from '#server/incidents/find-incident.ts';
import type { Ctx } from '#server/platform/context.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { choicesOf, scorersOn } from './choose-dataset.ts';
import { CASES_MAX } from './contract.ts';
import { inputOfText } from './domain/input-of-text.ts';
import { needsExpected } from './domain/needs-expected.ts';
import { findItems } from './find-items.ts';
import { type FailingInput, readFailingInputs } from './read-failing.ts';
import { readIncidentPrompt } from './read-prompt.ts';

/** An input that may become a case. */
export type Proposed = Omit<FailingInput, 'text'> & {
  input: Record<string, unknown>;
  /** The item of the dataset that has the same input; null: none. */
  item: string | null;
};

export type Proposal = Awaited<ReturnType<typeof readProposal>>;

/** The category of the cases of an incident where nobody names another. */
export const categoryOf = ({ number }: Pick<IncidentRow, 'number'>): string => `incident-${number}`;

/**
 * The failing inputs of an incident as cases for a golden set, which of them it has already, and what adding them needs.
 * Nothing is written. 404 unknown incident or dataset.
 */
export async function readProposal(ctx: Ctx, { incident, dataset }: { incident: string; dataset?: string }) {
  const row = await findIncident(ctx, incident);
  const { prompt, variables } = await readIncidentPrompt(ctx, row);
  const { names, proposed } = await choicesOf(ctx, prompt);
  const name = dataset ?? proposed;
  const target = name === null ? null : await findDataset(ctx, name);
  const found = await readFailingInputs(ctx, row, CASES_MAX);
  const inputs = found.inputs.map(({ text, ...each }) => ({ ...each, input: inputOfText(text, variables) }));
  const known = target === null ? [] : await findItems(ctx, target, inputs);
  const scorers = target === null ? [] : await scorersOn(ctx, prompt?.id ?? null, target.name);
  const { storesBodies } = await storeOf(ctx).settings.of(ctx.project.id);
  return {
    incident: row,
    dataset: target?.name ?? null,
    datasets: names,
    category: categoryOf(row),
    needsExpected: needsExpected(scorers),
    storesBodies,
    requests: found.requests,
    withoutInput: found.withoutInput,
    truncated: found.truncated,
    inputs: inputs.map((each, i): Proposed => ({ ...each, item: known[i]?.id ?? null })),
  };
}
