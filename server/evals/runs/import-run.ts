import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { datasetItem, evalResult, evalRun } from '#db/schema/evals.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { checkScorers, digestScorers } from '#server/evals/check-scorers.ts';
import type { GivenResult, ImportRun } from '#server/evals/contract.ts';
import { checkItemPatterns } from '#server/evals/datasets/check-item-patterns.ts';
import { type DatasetRow, selectDataset } from '#server/evals/datasets/find-dataset.ts';
import { itemsAt } from '#server/evals/datasets/read-items.ts';
import { EXTENDABLE_STATUSES } from '#server/evals/domain/run-status.ts';
import { actorRecord, type Ctx, type DbCtx, type ReadCtx } from '#server/platform/context.ts';
import { Fault, type FieldError, invalid, invalidFields } from '#server/platform/faults.ts';
import { newId, sha256Hex } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import { lockPrompt, type PromptRow } from '#server/prompts/find-prompt.ts';
import { requireVersion, type VersionRow } from '#server/prompts/find-version.ts';
import { resolveVariant, type Variant } from '#server/prompts/variant.ts';
import { queueScoring } from './queue-scoring.ts';

export type ImportedRun = {
  id: string;
  status: (typeof evalRun.$inferSelect)['status'];
  /** Number of new results, and of those that the run had already. */
  added: number;
  unchanged: number;
};

type RunRow = typeof evalRun.$inferSelect;
type Subject = {
  prompt: PromptRow;
  version: VersionRow;
  variant: Variant;
  dataset: DatasetRow;
  datasetVersion: number;
};
type NewResult = GivenResult & { contentHash: string };

/** Earlier runs of the same variant that an import is compared with. */
const EARLIER_MAX = 20;
const CHUNK = 1_000;

/**
 * Stores outputs that were made elsewhere and queues their scoring. Importing the same results again returns the same
 * run. Results of other items or with another `repeat` are added to the newest run of that variant, dataset version and
 * scorers; another answer to the same item and repeat creates a new run. 422 names what does not exist, each result of
 * an unknown item, and scorers or patterns that cost too much.
 */
export async function importRun(ctx: Ctx, input: ImportRun): Promise<ImportedRun> {
  await checkScorers(input.scorers);
  return inTransaction(ctx, async (ctx) => {
    const subject = await findSubject(ctx, input);
    const results = await checkResults(ctx, subject, input.results);
    await checkItemPatterns(ctx, subject, input);
    const scorersDigest = digestScorers(input.scorers);
    const { run, known } = await findRun(ctx, { subject, scorersDigest, results });
    const fresh = results.filter((result) => !known.has(cellOf(result)));
    const counts = { added: fresh.length, unchanged: results.length - fresh.length };
    if (run && fresh.length === 0) return { id: run.id, status: run.status, ...counts };
    const id = run?.id ?? (await insertRun(ctx, { subject, input, scorersDigest }));
    await insertResults(ctx, id, fresh);
    await ctx.db
      .update(evalRun)
      .set({ total: sql`${evalRun.total} + ${fresh.length}`, status: 'queued', summary: null, completedAt: null })
      .where(eq(evalRun.id, id));
    await queueScoring(ctx, { projectId: ctx.project.id, runId: id });
    await appendAudit(ctx, {
      action: 'eval.import',
      object: { kind: 'eval_run', id },
      detail: {
        prompt: subject.prompt.name,
        version: subject.version.number,
        dataset: subject.dataset.name,
        results: fresh.length,
      },
    });
    return { id, status: 'queued', ...counts };
  });
}

const cellOf = ({ item, repeat }: Pick<GivenResult, 'item' | 'repeat'>): string => `${repeat} ${item}`;

/**
 * Everything that the body names. The prompt's row is locked, so that imports for one prompt run one after the other.
 */
async function findSubject(ctx: InTx, input: ImportRun): Promise<Subject> {
  const prompt = await lockPrompt(ctx, input.prompt).catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error;
    throw invalid('/prompt', 'unknown_prompt', `/prompt: there is no prompt named ${input.prompt}.`);
  });
  const version = await requireVersion(ctx, { promptId: prompt.id, number: input.version });
  const variant = await resolveVariant(ctx, version, input.model);
  if (variant.model === null)
    throw invalid('/model', 'required', '/model: name the model that answered; the version names none.');
  const dataset = await selectDataset(ctx, input.dataset);
  if (!dataset) throw invalid('/dataset', 'unknown_dataset', `/dataset: there is no dataset named ${input.dataset}.`);
  if (dataset.version === 0) throw invalid('/dataset', 'empty_dataset', `/dataset: ${input.dataset} has no items yet.`);
  const datasetVersion = input.dataset_version ?? dataset.version;
  if (datasetVersion > dataset.version) {
    throw invalid(
      '/dataset_version',
      'unknown_version',
      `/dataset_version: ${input.dataset} is at version ${dataset.version}.`,
    );
  }
  return { prompt, version, variant, dataset, datasetVersion };
}

async function checkResults(
  ctx: InTx<DbCtx>,
  { dataset, datasetVersion }: Subject,
  results: readonly GivenResult[],
): Promise<NewResult[]> {
  const items = await ctx.db
    .select({ id: datasetItem.itemId })
    .from(datasetItem)
    .where(itemsAt(dataset.id, datasetVersion));
  const known = new Set(items.map((item) => item.id));
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  const checked = results.map((result, i) => {
    const path = `/results/${i}/item`;
    if (!known.has(result.item)) {
      errors.push({
        path,
        code: 'unknown_item',
        message: `${path}: version ${datasetVersion} of ${dataset.name} has no item ${result.item}.`,
      });
    } else if (seen.has(cellOf(result))) {
      errors.push({
        path,
        code: 'duplicate_result',
        message: `${path}: item ${result.item} has a result for repeat ${result.repeat} already. Give each its own repeat.`,
      });
    }
    seen.add(cellOf(result));
    const { item: _, repeat: __, ...content } = result;
    const given = Object.fromEntries(Object.entries(content).filter(([, value]) => (value ?? null) !== null));
    return { ...result, contentHash: sha256Hex(canonicalJson(given)) };
  });
  if (errors.length > 0) throw invalidFields(errors);
  return checked;
}

/**
 * The run that the results belong to, and which of them it has: a run that has all of them, else the newest one unless
 * it has other answers to them.
 */
async function findRun(
  ctx: InTx<ReadCtx>,
  { subject, scorersDigest, results }: { subject: Subject; scorersDigest: string; results: readonly NewResult[] },
): Promise<{ run: RunRow | null; known: ReadonlySet<string> }> {
  const { prompt, variant, dataset, datasetVersion } = subject;
  const runs = await ctx.db
    .select()
    .from(evalRun)
    .where(
      and(
        eq(evalRun.projectId, ctx.project.id),
        eq(evalRun.promptId, prompt.id),
        eq(evalRun.variantDigest, variant.digest),
        eq(evalRun.datasetId, dataset.id),
        eq(evalRun.datasetVersion, datasetVersion),
        eq(evalRun.scorersDigest, scorersDigest),
        inArray(evalRun.status, EXTENDABLE_STATUSES),
      ),
    )
    .orderBy(desc(evalRun.createdAt), desc(evalRun.id))
    .limit(EARLIER_MAX);
  let target: { run: RunRow | null; known: ReadonlySet<string> } = { run: null, known: new Set() };
  for (const [i, run] of runs.entries()) {
    const rows = await ctx.db
      .select({ item: evalResult.itemId, repeat: evalResult.repeat, contentHash: evalResult.contentHash })
      .from(evalResult)
      .where(eq(evalResult.runId, run.id));
    const hashes = new Map(rows.map((row) => [cellOf(row), row.contentHash]));
    const known = new Set(results.map(cellOf).filter((cell) => hashes.has(cell)));
    if (results.some((result) => known.has(cellOf(result)) && hashes.get(cellOf(result)) !== result.contentHash))
      continue;
    if (known.size === results.length) return { run, known };
    if (i === 0) target = { run, known };
  }
  return target;
}

async function insertRun(
  ctx: InTx,
  { subject, input, scorersDigest }: { subject: Subject; input: ImportRun; scorersDigest: string },
): Promise<string> {
  const { prompt, version, variant, dataset, datasetVersion } = subject;
  const id = newId();
  await ctx.db.insert(evalRun).values({
    id,
    projectId: ctx.project.id,
    promptId: prompt.id,
    versionId: version.id,
    version: version.number,
    provider: variant.provider,
    model: variant.model,
    variantDigest: variant.digest,
    datasetId: dataset.id,
    datasetVersion,
    scorers: input.scorers,
    scorersDigest,
    status: 'queued',
    total: 0,
    createdBy: actorRecord(ctx.actor),
    createdAt: ctx.clock.now(),
  });
  return id;
}

async function insertResults(ctx: InTx<DbCtx>, runId: string, results: readonly NewResult[]): Promise<void> {
  for (let i = 0; i < results.length; i += CHUNK) {
    await ctx.db.execute(sql`
      insert into eval_result (run_id, item_id, repeat, output, error, latency_ms, cost_usd, tokens_in, tokens_out, content_hash)
      select ${runId}::uuid, v.item, v.repeat, v.output, v.error, v.latency_ms, v.cost_usd, v.tokens_in, v.tokens_out, v."contentHash"
      from json_to_recordset(${JSON.stringify(results.slice(i, i + CHUNK))}::json) as v(item text, repeat int, output text, error text,
        latency_ms float8, cost_usd float8, tokens_in int, tokens_out int, "contentHash" text)`);
  }
}
