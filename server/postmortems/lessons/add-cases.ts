import { and, eq } from 'drizzle-orm';
import { dataset } from '#db/schema/evals.ts';
import { incidentCase } from '#db/schema/lessons.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { readTrainingSets } from '#server/evals/contamination/read-pairs.ts';
import type { DatasetRow } from '#server/evals/datasets/find-dataset.ts';
import { importItems } from '#server/evals/datasets/import-items.ts';
import { acknowledgeFirst, addEntries } from '#server/incidents/add-entries.ts';
import { findIncident, lockIncident, nameOf } from '#server/incidents/find-incident.ts';
import { actorRecord, type Ctx, type ReadCtx } from '#server/platform/context.ts';
import { conflict, invalid, invalidFields } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { scorersOn } from './choose-dataset.ts';
import type { NewCases } from './contract.ts';
import { needsExpected } from './domain/needs-expected.ts';
import { caseIdOf, findItems, type KnownItem } from './find-items.ts';
import { type Candidate, fault, readCandidates } from './read-candidates.ts';
import { readIncidentPrompt } from './read-prompt.ts';
import { categoryOf } from './read-proposal.ts';

export type CasesAdded = { dataset: string; version: number; added: number; linked: number };

/**
 * Adds failing inputs of an incident to a golden set as its next version, and keeps that they are its cases, with a line on
 * the timeline, one audit row, and the job that replays the gate: all or nothing. Inputs that the set has already become
 * cases as they stand. 404 unknown incident; 409 of a declined or merged one; 422 for a dataset that does not exist or that
 * a model was trained on, a request that is no failing one, and an expected answer that the scorers need.
 */
export async function addCases(ctx: Ctx, name: string, asked: NewCases): Promise<CasesAdded> {
  const row = await findIncident(ctx, name);
  const candidates = await readCandidates(ctx, row, asked.cases);
  const { prompt } = await readIncidentPrompt(ctx, row);
  const scorers = await scorersOn(ctx, prompt?.id ?? null, asked.dataset);
  await checkTarget(ctx, asked.dataset);
  return inTransaction(ctx, async (ctx) => {
    const locked = await lockIncident(ctx, row.id);
    if (locked.state === 'declined' || locked.state === 'merged') {
      throw conflict('invalid_state', `${nameOf(row)} is ${locked.state}: it has no cases of its own.`);
    }
    await acknowledgeFirst(ctx, locked);
    const target = await lockDataset(ctx, asked.dataset);
    const known = await findItems(ctx, target, candidates);
    const pairs = candidates.map((candidate, i) => ({ candidate, known: known[i] }));
    const fresh = pairs.flatMap((pair) => (pair.known === undefined ? [pair.candidate] : []));
    if (needsExpected(scorers)) checkExpected(fresh);
    const category = asked.category ?? categoryOf(row);
    const version = fresh.length === 0 ? target.version : await importFresh(ctx, { target, fresh, category });
    const linked = await link(ctx, { incidentId: row.id, target, version, category, pairs });
    const counts = { added: fresh.length, linked: linked - fresh.length };
    if (linked > 0) {
      const words = `${linked} failing ${linked === 1 ? 'input' : 'inputs'} became cases of ${target.name}, version ${version}`;
      const path = `/evals/datasets/${encodeURIComponent(target.name)}`;
      const said = { source: 'person', kind: 'action', actor: actorRecord(ctx.actor), text: words, path } as const;
      await addEntries(ctx, row.id, [{ ...said, occurredAt: ctx.clock.now(), dedupeKey: `cases:${newId()}` }]);
      await appendAudit(ctx, {
        action: 'incident.cases',
        object: { kind: 'incident', id: row.id },
        detail: { incident: nameOf(row), dataset: target.name, version, category, ...counts },
      });
      const payload = { projectId: ctx.project.id, incidentId: row.id };
      await enqueue(ctx, 'lessons.replay', payload, { key: `lessons.replay:${row.id}` });
    }
    return { dataset: target.name, version, ...counts };
  });
}

async function checkTarget(ctx: ReadCtx, name: string): Promise<void> {
  const training = (await readTrainingSets(ctx)).find((set) => set.name === name);
  if (training === undefined) return;
  const message = `/dataset: ${training.models.join(', ')} was trained on ${name}, so cases in it would measure memory. Choose a golden set.`;
  throw invalid('/dataset', 'training_dataset', message);
}

/** The dataset, locked as an import locks it, so that no other import changes what it holds. */
async function lockDataset(ctx: InTx, name: string): Promise<DatasetRow> {
  const [row] = await ctx.db
    .select()
    .from(dataset)
    .where(and(eq(dataset.projectId, ctx.project.id), eq(dataset.name, name)))
    .for('update');
  if (!row) throw invalid('/dataset', 'unknown_dataset', `/dataset: there is no dataset named ${name}.`);
  return row;
}

function checkExpected(fresh: readonly Candidate[]): void {
  const errors = fresh.flatMap(({ index, expected }) =>
    expected === null || expected === ''
      ? [fault(index, 'expected', 'required', 'every scorer of the gate compares with the expected answer: give one.')]
      : [],
  );
  if (errors.length > 0) throw invalidFields(errors);
}

type Fresh = { target: DatasetRow; fresh: readonly Candidate[]; category: string };

/** The next version of the dataset, by its own use case, which compares it with training data too. */
async function importFresh(ctx: InTx, { target, fresh, category }: Fresh): Promise<number> {
  const lines = fresh.map(({ input, expected, request }, i) => ({
    line: i + 1,
    value: { id: caseIdOf(input), input, expected, category, tags: ['incident'], metadata: { request } },
  }));
  return (await importItems(ctx, target.name, { lines, partial: false })).version;
}

type Links = {
  incidentId: string;
  target: DatasetRow;
  version: number;
  category: string;
  pairs: readonly { candidate: Candidate; known: KnownItem | undefined }[];
};

/** Keeps which items are cases of the incident; returns how many are so only now. */
async function link(ctx: InTx, { incidentId, target, version, category, pairs }: Links): Promise<number> {
  const [actor, at] = [actorRecord(ctx.actor), ctx.clock.now()];
  const rows = await ctx.db
    .insert(incidentCase)
    .values(
      pairs.map(({ candidate: { input, request, requests, failing }, known }) => ({
        ...{ projectId: ctx.project.id, incidentId, datasetId: target.id, datasetVersion: version },
        ...{ itemId: known?.id ?? caseIdOf(input), category: known?.category ?? category },
        ...{ requestId: request, requests, failing, actor, at },
      })),
    )
    .onConflictDoNothing()
    .returning({ item: incidentCase.itemId });
  return rows.length;
}
