import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { Ctx } from '#server/platform/context.ts';
import { parseModelRef } from '#server/prompts/domain/variant.ts';
import { matchCurated } from './deprecations/domain/curated.ts';
import { type Refusal, replacementProblem } from './deprecations/domain/replacement-rules.ts';
import { lifeOf, standingOf } from './domain/life.ts';
import { nodeOf } from './domain/lineage.ts';
import { readNamesakes, readServed, registeredAs, type Served } from './read-served.ts';

/** A registered model with the one that serves after it retires. */
export type Fallback = {
  provider: string;
  modelId: string;
  /** The fallback as events and eval runs name it. */
  to: { provider: string | null; model: string };
  /** Why it cannot replace the model: it retires no later itself. */
  refusal: Refusal | null;
  /** Where the model serves. */
  places: Served[];
};

const COLUMNS = {
  provider: model.provider,
  modelId: model.modelId,
  baseModel: model.baseModel,
  fallback: model.fallback,
  deprecationDate: model.deprecationDate,
  retirementDate: model.retirementDate,
};

/** Every model of the project that names a fallback, with where it serves. Four reads of few rows. */
export async function readFallbacks(ctx: Pick<Ctx, 'db' | 'project' | 'clock'>): Promise<Fallback[]> {
  const rows = await ctx.db
    .select(COLUMNS)
    .from(model)
    .where(and(eq(model.projectId, ctx.project.id), isNotNull(model.fallback)))
    .orderBy(asc(model.provider), asc(model.modelId));
  if (rows.length === 0) return [];
  const ids = [...new Set(rows.map((row) => row.modelId))];
  const named = rows.flatMap(({ fallback }) => (fallback === null ? [] : [fallback, parseModelRef(fallback).model]));
  const [served, namesakes, targets] = await Promise.all([
    readServed(ctx, ids),
    readNamesakes(ctx, ids),
    ctx.db
      .select(COLUMNS)
      .from(model)
      .where(and(eq(model.projectId, ctx.project.id), inArray(model.modelId, [...new Set(named)]))),
  ]);
  const registered = registeredAs(namesakes);
  const now = ctx.clock.now();
  return rows.flatMap(({ provider, modelId, fallback, ...own }): Fallback[] => {
    if (fallback === null) return [];
    const target = nodeOf(targets, fallback);
    const to = target === null ? parseModelRef(fallback) : { provider: target.provider, model: target.modelId };
    const leaving = standing(provider, modelId, own);
    const replacement = standing(to.provider, to.model, target);
    const places = served.filter((at) => {
      const row = registered(at);
      return row?.provider === provider && row.modelId === modelId;
    });
    return [{ provider, modelId, to, refusal: replacementProblem(leaving, replacement, now), places }];
  });
}

type Dates = { deprecationDate: string | null; retirementDate: string | null };

const standing = (provider: string | null, id: string, dates: Dates | null) =>
  standingOf(provider === null ? id : `${provider}/${id}`, lifeOf(dates, matchCurated({ provider, model: id })));
