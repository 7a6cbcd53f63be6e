import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, invalid, invalidFields } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { DEFAULT_SOURCE } from '#server/projects/domain/environments.ts';
import { createPromotion } from '#server/promotions/actions/create-promotion.ts';
import type { PromotionStatus } from '#server/promotions/domain/promotion-machine.ts';
import type { OpenPromotions } from './contract.ts';
import { type LeftBecause, type Openable, type PlaceName, planAll, planChosen } from './domain/plan-opening.ts';
import { type AffectedPlace, type LeavingModel, readLeaving } from './read-leaving.ts';
import { PLACES_MAX, type PlaceOptions, readOptions } from './read-options.ts';

type Placed = { prompt: string; environment: string; version: number };
type WithPromotion = Placed & { promotion: string; status: PromotionStatus };

/** The promotions that move a model's prompts to the replacement: opened now, open before, and the places left as they are. */
export type Opened = {
  replacement: string;
  opened: WithPromotion[];
  linked: WithPromotion[];
  left: (Placed & { because: LeftBecause; promotion: string | null })[];
};

/**
 * Opens a promotion for each place, with its gate, all or none, by the rules of {@link createPromotion}; one that is open
 * onto the replacement already is returned instead of opened again. 404 for an unknown model; 422 for a replacement that
 * is refused, for a chosen place that cannot be opened, by its field, or where none is chosen of more than {@link PLACES_MAX}; 409 `nothing_to_open`, or `promotion_open` where
 * another was opened in the meantime.
 */
export async function openPromotions(
  ctx: Ctx,
  { provider, modelId, ...input }: OpenPromotions & { provider: string; modelId: string },
): Promise<Opened> {
  const leaving = await readLeaving(ctx, { provider, modelId, chosen: [input.replacement] });
  const [replacement] = leaving.replacements;
  if (replacement?.refusal) {
    throw invalid('/replacement', replacement.refusal.code, `/replacement: ${replacement.refusal.message}`);
  }
  const wanted = wantedOf(leaving, input.places);
  const places = (await readOptions(ctx, { ...leaving, places: wanted })).flatMap(openableOf);
  const plan = planOf(places, input.places, leaving.places);
  const linked = plan.linked.flatMap(linkOf);
  const left = plan.left.map(({ place, because }) => ({
    ...namesOf(place),
    because,
    promotion: place.inTheWay?.id ?? null,
  }));
  if (plan.open.length === 0 && linked.length === 0) throw nothingToOpen(leaving.name, left);
  const name = replacement?.name ?? input.replacement;
  const opened = await inTransaction(ctx, async (ctx) => {
    const done: WithPromotion[] = [];
    for (const place of plan.open) {
      const { id, status } = await createPromotion(ctx, {
        ...{ prompt: place.prompt, version: place.version, model: name, to: place.environment },
        from: place.from ?? DEFAULT_SOURCE,
        rollout: { strategy: 'immediate' },
        note: input.note === '' ? `Moves from ${leaving.name}, which goes, to ${name}.` : input.note,
        model_reason: input.model_reason,
      });
      done.push({ ...namesOf(place), promotion: id, status });
    }
    if (done.length > 0) {
      await appendAudit(ctx, {
        action: 'rehearsal.open_promotions',
        object: { kind: 'model', id: leaving.name },
        detail: { replacement: name, promotions: done.map(({ promotion }) => promotion) },
      });
    }
    return done;
  });
  return { replacement: name, opened, linked, left };
}

/** The places that the model serves and that were chosen; all of them where none was. */
function wantedOf({ name, places }: LeavingModel, chosen: OpenPromotions['places']): AffectedPlace[] {
  if (chosen !== undefined) {
    return places.filter((place) =>
      chosen.some((each) => each.prompt === place.prompt && each.environment === place.environment),
    );
  }
  if (places.length <= PLACES_MAX) return places;
  const message = `/places: ${name} serves ${places.length} places. Name at most ${PLACES_MAX} of them at once.`;
  throw invalid('/places', 'too_many_places', message);
}

type Place = Openable & { from: string | null };

const openableOf = ({ place, from, inTheWay, options: [option] }: PlaceOptions): Place[] => {
  if (option === undefined) return [];
  const { prompt, environment } = place;
  return [{ prompt, environment, from, inTheWay, version: option.version, state: option.state }];
};

const namesOf = ({ prompt, environment, version }: Place): Placed => ({ prompt, environment, version });

const linkOf = (place: Place): WithPromotion[] =>
  place.inTheWay === null
    ? []
    : [
        {
          ...namesOf(place),
          promotion: place.inTheWay.id,
          status: place.inTheWay.status,
          version: place.inTheWay.version,
        },
      ];

function planOf(places: readonly Place[], chosen: OpenPromotions['places'], served: readonly PlaceName[]) {
  if (chosen === undefined) return planAll(places);
  const { plan, problems } = planChosen(places, chosen, served);
  if (problems.length > 0) {
    throw invalidFields(
      problems.map(({ at, field, code, message }) => {
        const path = `/places/${at}/${field}`;
        return { path, code, message: `${path}: ${message}` };
      }),
    );
  }
  return plan;
}

const REASONS: Record<LeftBecause, string> = {
  fails: 'the gate fails',
  no_run: 'there is no run to compare',
  other_promotion: 'another promotion is open',
};

function nothingToOpen(model: string, left: Opened['left']) {
  const named = left.map(({ prompt, environment, because }) => `${prompt} in ${environment}: ${REASONS[because]}`);
  const why = named.length === 0 ? `${model} serves nowhere` : named.join('; ');
  return conflict('nothing_to_open', `No promotion can be opened: ${why}.`, { left });
}
