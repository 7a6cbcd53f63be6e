import type { Ctx } from '#server/platform/context.ts';
import { createPromotion } from '#server/promotions/actions/create-promotion.ts';
import { rollbackPromotion } from '#server/promotions/actions/rollback-promotion.ts';
import { createPromotionBody } from '#server/promotions/contract.ts';
import { deployVersion } from '#server/prompts/deploy-version.ts';
import { fallbackAt, isObstacle, type PlaceFact, wayBack } from '#server/runbooks/domain/facts.ts';
import { readModels, readPlaces } from '#server/runbooks/read-facts.ts';
import { cannot, type Planner, seen } from './plan.ts';

const variantText = ({ version, model }: { version: number; model: string | null }): string =>
  `v${version}${model === null ? '' : ` on ${model}`}`;

/** Makes what served before serve again: by its promotion, or by a deployment where the environment is not protected. */
export const planRollBack: Planner = async (ctx, params) => {
  const place = await placeOf(ctx, params);
  const way = wayBack(place);
  if (isObstacle(way)) throw cannot(way);
  const { prompt, environment, version, promotion } = place;
  const sentence = `${prompt} in ${environment} goes from ${variantText(place)} back to ${variantText(way)}, at once and for all of its requests.`;
  const result = {
    sentence: `${variantText(way)} serves ${prompt} in ${environment} again, instead of ${variantText(place)}.`,
  };
  const common = { sentence, traffic: { prompt, environment }, sees: seen(place.deploymentId, promotion, way) };
  if (way.via === 'promotion' && promotion !== null) {
    return {
      ...common,
      permission: 'promotion.rollback',
      undo: `Open a promotion of v${version} again: its gate runs, and another person approves it.`,
      act: async (ctx, reason) => {
        await rollbackPromotion(ctx, { ...promotion, reason, override: false });
        return { ...result, path: `/promotions/${promotion.id}` };
      },
    };
  }
  return {
    ...common,
    permission: 'prompt.deploy',
    undo: `Deploy ${variantText(place)} to ${environment} again.`,
    act: async (ctx) => {
      await deploy(ctx, place, way);
      return { ...result, path: historyOf(prompt) };
    },
  };
};

/** Moves what serves to the fallback model: by a deployment, or by a promotion where the environment is protected. */
export const planFallback: Planner = async (ctx, params) => {
  const place = await placeOf(ctx, params);
  const models = await readModels(ctx);
  const fallback = fallbackAt(place, { given: params.fallback || undefined, models, now: ctx.clock.now() });
  if (isObstacle(fallback)) throw cannot(fallback);
  const { prompt, environment, version, model } = place;
  const next = { version, model: fallback.to };
  const sees = seen(place.deploymentId, fallback.to, place.isProtected);
  if (place.isProtected) {
    return {
      sees,
      permission: 'promotion.request',
      traffic: 'later',
      sentence: `${environment} is protected: this opens a promotion of ${prompt} ${variantText(next)}. Nothing changes until its gate has run and another person has approved it.`,
      undo: 'Cancel the promotion. Once it is applied, roll it back.',
      act: async (ctx, reason) => {
        const note = reason === '' ? `The fallback of ${model}` : reason;
        const body = createPromotionBody.parse({ prompt, version, model: fallback.to, to: environment, note });
        const { id } = await createPromotion(ctx, body);
        return {
          sentence: `Opened a promotion of ${prompt} ${variantText(next)} to ${environment}.`,
          path: `/promotions/${id}`,
        };
      },
    };
  }
  return {
    sees,
    permission: 'prompt.deploy',
    traffic: { prompt, environment },
    sentence: `${prompt} v${version} in ${environment} moves from ${model} to ${fallback.to}, at once and for all of its requests.`,
    undo: `Deploy ${variantText(place)} to ${environment} again.`,
    act: async (ctx) => {
      await deploy(ctx, place, next);
      return { sentence: `${prompt} ${variantText(next)} serves ${environment}.`, path: historyOf(prompt) };
    },
  };
};

const historyOf = (prompt: string): string => `/prompts/${encodeURIComponent(prompt)}?tab=history`;

const deploy = (ctx: Ctx, place: PlaceFact, { version, model }: { version: number; model: string | null }) =>
  deployVersion(ctx, { prompt: place.prompt, environment: place.environment }, { version, model: model ?? undefined });

async function placeOf(
  ctx: Ctx,
  { prompt = '', environment = '' }: Readonly<Record<string, string>>,
): Promise<PlaceFact> {
  const [place] = await readPlaces(ctx, { prompt, environment });
  if (!place) throw cannot({ code: 'nothing_serves', message: `Nothing serves ${prompt} in ${environment}.` });
  return place;
}
