import type { Ctx } from '#server/platform/context.ts';
import { partsOfModel } from '#server/telemetry/event/domain/model-name.ts';
import { armOf } from '#server/telemetry/event/ready-event.ts';
import type { Cell, Dims } from '#server/telemetry/rollup/domain/cell.ts';
import type { Dimension } from '#server/telemetry/rollup/domain/grouping-set.ts';
import { ceilTo, floorTo, TIERS } from '#server/telemetry/rollup/domain/tiers.ts';
import type { NameKind } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { RANGE_MS } from './domain/range.ts';
import { readCells } from './read-cells.ts';
import { resolveFilter } from './resolve-filter.ts';

export type Facet = { value: string; n: number };
/** What the filter bar offers: values of the last 30 days with their requests, most used first. */
export type Facets = {
  environments: Facet[];
  prompts: Facet[];
  /** `provider/id`. */
  models: Facet[];
  providers: Facet[];
  services: Facet[];
  arms: Facet[];
  versions: { prompt: string; version: number; n: number }[];
};

/** Most values of a facet: of one that holds fewer, what it does not name had no request. */
export const VALUES_MAX = 500;

/** One read a dimension of its own grouping set; a few day rows a value. */
export async function readFacets(ctx: Ctx): Promise<Facets> {
  const slot = slotOf(ctx.project);
  const filter = await resolveFilter(ctx, {});
  const to = ceilTo(ctx.clock.now().getTime() + 1, TIERS.minute.ms);
  const from = floorTo(to - RANGE_MS['30d'], TIERS.day.ms);
  const count = async (groupBy: ('environment' | Dimension)[]) => {
    const { groups } = await readCells(ctx, { from, to, stepMs: TIERS.day.ms, filter, groupBy });
    return groups
      .map(({ dims, cells }) => ({ dims, n: requestsOf(cells) }))
      .sort((a, b) => b.n - a.n)
      .slice(0, VALUES_MAX);
  };
  const named = async (kind: NameKind, column: keyof Dims, counted: { dims: Dims; n: number }[]): Promise<Facet[]> => {
    const names = await storeOf(ctx).names.texts(
      slot,
      kind,
      counted.map(({ dims }) => dims[column]),
    );
    return counted.flatMap(({ dims, n }) => {
      const value = names.get(dims[column]);
      return value === undefined ? [] : [{ value, n }];
    });
  };
  const [environments, models, services, arms, versions] = await Promise.all([
    count(['environment']).then((counted) => named('environment', 'environment', counted)),
    count(['model']).then((counted) => named('model', 'model', counted)),
    count(['service']).then((counted) => named('service', 'service', counted)),
    count(['arm']),
    count(['prompt', 'version']),
  ]);
  const names = await storeOf(ctx).names.texts(
    slot,
    'prompt',
    versions.map(({ dims }) => dims.prompt),
  );
  const ofPrompts = versions.flatMap(({ dims, n }) => {
    const prompt = names.get(dims.prompt);
    return prompt === undefined ? [] : [{ prompt, version: dims.version, n }];
  });
  return {
    environments,
    prompts: summed(ofPrompts.map(({ prompt, n }) => ({ value: prompt, n }))),
    models,
    providers: summed(models.map(({ value, n }) => ({ value: partsOfModel(value).provider, n }))),
    services,
    arms: arms.flatMap(({ dims, n }) => {
      const value = armOf(dims.arm);
      return value === null ? [] : [{ value, n }];
    }),
    versions: ofPrompts.filter(({ version }) => version > 0),
  };
}

const requestsOf = (cells: ReadonlyMap<number, Cell>): number =>
  [...cells.values()].reduce((sum, cell) => sum + cell.n, 0);

function summed(facets: readonly Facet[]): Facet[] {
  const totals = new Map<string, number>();
  for (const { value, n } of facets) totals.set(value, (totals.get(value) ?? 0) + n);
  return [...totals].map(([value, n]) => ({ value, n })).sort((a, b) => b.n - a.n);
}
