import { and, asc, eq, inArray } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { type Life, lifeOf } from '#server/models/domain/life.ts';
import { readServed, registeredAs, type Served } from '#server/models/read-served.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { matchCurated } from './domain/curated.ts';

/** A model that may retire, and where it serves. */
export type LeavingSubject = {
  /** As people write it: `provider/id`, or the bare id where the provider is not known. */
  name: string;
  provider: string | null;
  modelId: string;
  /** False for one that serves without being in the registry. */
  registered: boolean;
  /** The owner that the registry names. */
  owner: string | null;
  fallback: string | null;
  life: Life;
  /** `owner`: the model's owner, else who deployed it there. */
  places: Served[];
};

const NONE: ReadonlySet<string> = new Set();

/**
 * Every model that may retire: registered ones with a date, of their own or by the list of deprecations, and models that
 * serve and may be in that list. `proposed`: names of further models to return. Two reads: names and dates of the
 * registry, and the serving deployments.
 */
export async function readSubjects(ctx: ReadCtx, proposed: ReadonlySet<string> = NONE): Promise<LeavingSubject[]> {
  const [rows, served] = await Promise.all([readDates(ctx), readServed(ctx)]);
  return subjectsOf(rows, served, proposed);
}

/** Those of them that serve. Cost: the serving deployments, and the registry's rows of their models alone. */
export async function readServingSubjects(ctx: ReadCtx): Promise<LeavingSubject[]> {
  const served = await readServed(ctx);
  const rows = await readDates(ctx, [...new Set(served.map(({ model: id }) => id))]);
  return subjectsOf(rows, served, NONE).filter(({ places }) => places.length > 0);
}

/** Names and dates of the registry; `ids`: only of models with these bare ids. */
const readDates = (ctx: ReadCtx, ids?: readonly string[]) =>
  ctx.db
    .select({
      provider: model.provider,
      modelId: model.modelId,
      owner: model.owner,
      fallback: model.fallback,
      deprecationDate: model.deprecationDate,
      retirementDate: model.retirementDate,
    })
    .from(model)
    .where(and(eq(model.projectId, ctx.project.id), ids === undefined ? undefined : inArray(model.modelId, [...ids])))
    .orderBy(asc(model.provider), asc(model.modelId));

function subjectsOf(
  rows: Awaited<ReturnType<typeof readDates>>,
  served: readonly Served[],
  proposed: ReadonlySet<string>,
): LeavingSubject[] {
  const registered = registeredAs(rows);
  const places = Map.groupBy(served, (at) => {
    const row = registered(at);
    return row === null ? keyOf(at.provider, at.model) : keyOf(row.provider, row.modelId);
  });
  const known = rows.map((row): LeavingSubject => {
    const { provider, modelId, owner, fallback } = row;
    const at = places.get(keyOf(provider, modelId)) ?? [];
    places.delete(keyOf(provider, modelId));
    return {
      name: `${provider}/${modelId}`,
      provider,
      modelId,
      registered: true,
      owner,
      fallback,
      life: lifeOf(row, matchCurated({ provider, model: modelId })),
      places: owner === null ? at : at.map((place) => ({ ...place, owner })),
    };
  });
  const others = [...places.values()].flatMap((at): LeavingSubject[] => {
    const [first] = at;
    if (first === undefined) return [];
    const { provider, model: modelId } = first;
    const name = provider === null ? modelId : `${provider}/${modelId}`;
    const life = lifeOf(null, matchCurated({ provider, model: modelId }));
    return [{ name, provider, modelId, registered: false, owner: null, fallback: null, life, places: at }];
  });
  return [...known, ...others].filter(
    ({ name, life, places: at }) =>
      proposed.has(name) ||
      life.retirementDate !== null ||
      life.deprecationDate !== null ||
      (at.length > 0 && life.maybe),
  );
}

const keyOf = (provider: string | null, id: string): string => JSON.stringify([provider, id]);
