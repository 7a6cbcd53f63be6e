import { daysUntil } from '#server/models/domain/status.ts';
import type { Ctx } from '#server/platform/context.ts';
import { countPrompts, type OptionState } from './domain/readiness.ts';
import { type Figures, readFigures } from './read-figures.ts';
import { type LeavingModel, type Replacement, readLeaving } from './read-leaving.ts';
import { type Option, PLACES_MAX, type PlaceOptions, readOptions } from './read-options.ts';

export type RehearsalInput = { provider: string; modelId: string; chosen: readonly string[] };

/** A replacement with the number of prompts in each state; all 0 where it is refused. */
export type ReplacementRow = Replacement & { prompts: Record<OptionState, number> };

/** A place with its options and their figures. */
export type PlaceRow = Omit<PlaceOptions, 'options'> & { options: (Option & Figures)[] };

/** Whether the prompts of a model can move to its replacements, on what has been measured and on their own traffic. */
export type Rehearsal = Pick<LeavingModel, 'name' | 'provider' | 'modelId' | 'owner' | 'life'> & {
  registered: boolean;
  /** Days until it retires; 0 or less once it has. Null: no day is known. */
  days: number | null;
  /** Prompts that it serves, and places by prompt and environment, of which at most {@link PLACES_MAX} are in `places`. */
  prompts: number;
  placesTotal: number;
  replacements: ReplacementRow[];
  places: PlaceRow[];
  /** The traffic that is priced, from a whole day on. */
  window: { from: Date; to: Date };
};

/**
 * The rehearsal of a model: every place that it serves with each replacement, with the verdict that the gate gives now,
 * cost and P99. Nothing is stored. 404 for a model that neither the registry nor a deployment has. Costs what
 * {@link readOptions} and {@link readFigures} do: some 0.5 s for a few prompts and 50,000 requests.
 */
export async function readRehearsal(ctx: Ctx, input: RehearsalInput): Promise<Rehearsal> {
  const leaving = await readLeaving(ctx, input);
  const places = await readOptions(ctx, leaving);
  const figures = await readFigures(ctx, leaving, places);
  const { name, provider, modelId, owner, life, pk } = leaving;
  const { retirementDate } = life;
  return {
    ...{ name, provider, modelId, owner, life, registered: pk !== null },
    days: retirementDate === null ? null : daysUntil(retirementDate, ctx.clock.now()),
    prompts: new Set(leaving.places.map(({ promptId }) => promptId)).size,
    placesTotal: leaving.places.length,
    replacements: leaving.replacements.map((replacement) => {
      const states = places.flatMap(({ place, options }) => {
        const option = options.find((each) => each.replacement === replacement);
        return option === undefined ? [] : [{ prompt: place.prompt, state: option.state }];
      });
      return { ...replacement, prompts: countPrompts(states).in };
    }),
    places: places.map((place) => ({
      ...place,
      options: place.options.map((option) => ({ ...option, ...figures.of(place, option) })),
    })),
    window: { from: new Date(figures.window.from), to: new Date(figures.window.to) },
  };
}
