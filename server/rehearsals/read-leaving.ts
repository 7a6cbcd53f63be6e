import { asc, eq } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import type { Day } from '#server/models/deprecations/domain/calendar-day.ts';
import { matchCurated } from '#server/models/deprecations/domain/curated.ts';
import { fallbackChain } from '#server/models/domain/fallback-chain.ts';
import { type Life, lifeOf, standingOf } from '#server/models/domain/life.ts';
import { findIn, nodeOf } from '#server/models/domain/lineage.ts';
import { readServed, registeredAs, type Served } from '#server/models/read-served.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { parseModelRef } from '#server/prompts/domain/variant.ts';
import { type NamedAs, namedAs } from './domain/affected.ts';
import {
  type Judged,
  REPLACEMENTS_MAX,
  type ReplacementRefusal,
  type ReplacementSource,
  replacementRefusal,
} from './domain/replacement.ts';

/** A model as deployments and events name it. */
type Name = { provider: string | null; model: string };

/** A place that the model serves, and how its deployment names the model. */
export type AffectedPlace = Served & { namedAs: NamedAs };

/** A model that may take over. */
export type Replacement = {
  /** `provider/id`, or the bare id that was given. */
  name: string;
  to: Name;
  /** How settings of a version may name it: a bare id too, where only one provider has it. */
  names: readonly string[];
  /** Row of the registry; null where it is not registered, and then it has no prices. */
  pk: string | null;
  source: ReplacementSource;
  retiresOn: Day | null;
  refusal: ReplacementRefusal | null;
};

/** The model that goes, the places that must move, and what may replace it. */
export type LeavingModel = {
  name: string;
  provider: string;
  modelId: string;
  pk: string | null;
  owner: string | null;
  life: Life;
  places: AffectedPlace[];
  replacements: Replacement[];
  /** How any name means this model; null for another model. */
  means: (name: Name) => NamedAs | null;
  /** Row of the registry of any name; null where none or several have it. */
  pkOf: (name: Name) => string | null;
};

type Row = Awaited<ReturnType<typeof readRows>>[number];

/**
 * The model with where it serves and its replacements: `chosen`, else the fallbacks of the registry one after another,
 * else what the list of deprecations recommends where that is registered. 404 where neither the registry nor a
 * deployment has the model. Two reads: names and dates of the registry, and the serving deployments.
 */
export async function readLeaving(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  { provider, modelId, chosen }: { provider: string; modelId: string; chosen: readonly string[] },
): Promise<LeavingModel> {
  const [rows, served] = await Promise.all([readRows(ctx), readServed(ctx)]);
  const registered = registeredAs(rows);
  const own = rows.find((row) => row.provider === provider && row.modelId === modelId) ?? null;
  const life = lifeOf(own, matchCurated({ provider, model: modelId }));
  const means = (name: Name): NamedAs | null => {
    const row = registered(name);
    const match = matchCurated({ provider: row?.provider ?? name.provider, model: name.model });
    const isItself = row === null ? name.provider === provider && name.model === modelId : row === own;
    const known = { isItself, ownDay: row?.retirementDate ?? null, entry: 'entry' in match ? match.entry : null };
    return namedAs(known, life.entry);
  };
  const places = served.flatMap((place): AffectedPlace[] => {
    const how = means(place);
    return how === null ? [] : [{ ...place, namedAs: how }];
  });
  if (own === null && places.length === 0) throw notFound();
  const name = `${provider}/${modelId}`;
  const leaving: Judged = { name, standing: standingOf(name, life), providers: [provider] };
  const now = ctx.clock.now();
  const replacements = namesOf(rows, own?.fallback ?? null, life, chosen)
    .map(({ text, source }): Replacement => {
      const { judged, ...replacement } = described(rows, text);
      return { ...replacement, source, refusal: replacementRefusal(leaving, judged, now) };
    })
    .filter(({ name: mine }, at, all) => all.findIndex((each) => each.name === mine) === at);
  return {
    ...{ name, provider, modelId, pk: own?.id ?? null, owner: own?.owner ?? null, life, places, means },
    replacements: replacements.slice(0, REPLACEMENTS_MAX),
    pkOf: (each) => registered(each)?.id ?? null,
  };
}

const readRows = (ctx: Pick<Ctx, 'db' | 'project'>) =>
  ctx.db
    .select({
      id: model.id,
      provider: model.provider,
      modelId: model.modelId,
      owner: model.owner,
      fallback: model.fallback,
      baseModel: model.baseModel,
      deprecationDate: model.deprecationDate,
      retirementDate: model.retirementDate,
    })
    .from(model)
    .where(eq(model.projectId, ctx.project.id))
    .orderBy(asc(model.provider), asc(model.modelId));

type Named = { text: string; source: ReplacementSource };

function namesOf(rows: readonly Row[], fallback: string | null, { entry }: Life, chosen: readonly string[]): Named[] {
  if (chosen.length > 0) return chosen.map((text) => ({ text, source: 'chosen' }));
  if (fallback !== null) return fallbackChain(findIn(rows), fallback).map(({ text }) => ({ text, source: 'fallback' }));
  const recommended = entry?.replacement ?? null;
  return recommended !== null && nodeOf(rows, recommended) !== null ? [{ text: recommended, source: 'list' }] : [];
}

/** A replacement by the text that names it: the registered model, else the name as it was given. */
function described(rows: readonly Row[], text: string) {
  const row = nodeOf(rows, text);
  const to: Name = row === null ? parseModelRef(text) : { provider: row.provider, model: row.modelId };
  const life = lifeOf(row, matchCurated(to));
  const name = row === null ? text : `${row.provider}/${row.modelId}`;
  const namesakes = rows.filter(({ modelId }) => modelId === to.model);
  const providers = row === null && to.provider === null ? namesakes.map(({ provider }) => provider) : [];
  return {
    ...{ name, to, pk: row?.id ?? null, retiresOn: life.retirementDate },
    names: namesakes.length > 1 ? [name] : [...new Set([name, to.model])],
    judged: { name, standing: standingOf(name, life), providers },
  };
}
