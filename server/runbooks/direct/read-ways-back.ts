import type { ReadCtx } from '#server/platform/context.ts';
import { isObstacle, wayBack } from '#server/runbooks/domain/facts.ts';
import { readPlaces } from '#server/runbooks/read-facts.ts';

/**
 * Where these prompts serve what can be rolled back, and to what: since when it serves names the change that brought it. A
 * place that cannot go back is left out.
 */
export async function readWaysBack(ctx: ReadCtx, { prompts }: { prompts: readonly string[] }) {
  const places = await readPlaces(ctx, { prompts });
  return places.flatMap((place) => {
    const way = wayBack(place);
    if (isObstacle(way)) return [];
    const { prompt, environment, since, version, model } = place;
    return [{ prompt, environment, since, version, model, to: { version: way.version, model: way.model } }];
  });
}
