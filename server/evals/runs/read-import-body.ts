import { z } from 'zod';
import { datasetItem } from '#db/schema/evals.ts';
import { type ImportRun, importHead, importRunBody } from '#server/evals/contract.ts';
import { selectDataset } from '#server/evals/datasets/find-dataset.ts';
import { itemsAt } from '#server/evals/datasets/read-items.ts';
import {
  modelOfProvider,
  type PromptfooAnswer,
  promptfooRows,
  readPromptfoo,
} from '#server/evals/domain/promptfoo-results.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { type FieldError, invalid, invalidFields } from '#server/platform/faults.ts';
import { checkStorable, parseJson } from '#server/platform/http/json.ts';
import { validate } from '#server/platform/http/validate.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';

/** Fields that promptfoo's file lacks: beside it in the body, or in the query (`scorers` as JSON). */
export const importQuery = z.strictObject({
  prompt: z.string().optional(),
  version: z.coerce.number().optional(),
  model: z.string().optional(),
  dataset: z.string().optional(),
  dataset_version: z.coerce.number().optional(),
  scorers: z.string().max(100_000).optional(),
  /** Chooses one of several providers in promptfoo's file; `PROVIDER#1` also names the prompt's index. */
  provider: z.string().max(300).optional(),
});
type Query = z.output<typeof importQuery>;

const headSchema = z.object(importHead);

/** Reads an import: our own body, or promptfoo's results file as it is. 422 names what is missing or wrong. */
export async function readImportBody(ctx: ReadCtx, body: unknown, query: Query): Promise<ImportRun> {
  const rows = promptfooRows(body);
  if (rows === null) return validate(importRunBody, body);
  const { provider: choice, scorers, ...named } = query;
  const file = readPromptfoo(rows, choice);
  if (!file.ok) {
    const choices = file.choices.join(', ');
    throw invalid(
      '/provider',
      'several_providers',
      `The file holds several runs. Choose one with ?provider=: ${choices}.`,
    );
  }
  const beside: object = typeof body === 'object' && body !== null ? body : {};
  const head = validate(headSchema, {
    model: modelOfProvider(file.provider),
    ...Object.fromEntries(Object.entries(beside).filter(([key]) => key in importHead)),
    ...named,
    ...(scorers === undefined ? {} : { scorers: scorersOf(scorers) }),
  });
  return validate(importRunBody, { ...head, results: await matchItems(ctx, head, file.answers) });
}

function scorersOf(text: string): unknown {
  const scorers = parseJson(text);
  checkStorable({ scorers });
  return scorers;
}

/** Finds each answer's item: by the id in its metadata, else by its variables. Repeats of a test are counted. */
async function matchItems(ctx: ReadCtx, head: z.output<typeof headSchema>, answers: readonly PromptfooAnswer[]) {
  const dataset = await selectDataset(ctx, head.dataset);
  if (!dataset) throw invalid('/dataset', 'unknown_dataset', `/dataset: there is no dataset named ${head.dataset}.`);
  const items = await ctx.db
    .select({ id: datasetItem.itemId, input: datasetItem.input })
    .from(datasetItem)
    .where(itemsAt(dataset.id, head.dataset_version ?? dataset.version));
  const ids = new Set(items.map((item) => item.id));
  const byInput = new Map(items.map((item) => [canonicalJson(item.input), item.id]));
  const repeats = new Map<string, number>();
  const errors: FieldError[] = [];
  const results = answers.flatMap(({ vars, id, result }, i) => {
    const item = id !== null && ids.has(id) ? id : byInput.get(canonicalJson(vars));
    if (item === undefined) {
      const path = `/results/results/${i}/vars`;
      errors.push({
        path,
        code: 'unknown_item',
        message: `${path}: ${head.dataset} has no item with these variables.`,
      });
      return [];
    }
    const repeat = repeats.get(item) ?? 0;
    repeats.set(item, repeat + 1);
    return [{ item, repeat, ...result }];
  });
  if (errors.length > 0) throw invalidFields(errors);
  return results;
}
