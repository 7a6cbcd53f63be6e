import type { Ctx } from '#server/platform/context.ts';
import { partsOfModel } from '#server/telemetry/event/domain/model-name.ts';
import { armOf } from '#server/telemetry/event/ready-event.ts';
import type { Cell, Dims } from '#server/telemetry/rollup/domain/cell.ts';
import type { NameKind } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import type { Grouping } from './domain/grouping.ts';
import { sumCells } from './domain/totals.ts';
import type { CellGroup } from './read-cells.ts';

/** A group's names, such as `{prompt, version}`; null where an event names none, empty without grouping. */
export type Group = Record<string, string | number | null>;
export type NamedGroup = { group: Group; cells: ReadonlyMap<number, Cell> };

/** Which dictionary names a grouping, and the column of its number. An arm needs no dictionary. */
const NAMED = {
  prompt: ['prompt', 'prompt'],
  version: ['prompt', 'prompt'],
  model: ['model', 'model'],
  provider: ['model', 'model'],
  environment: ['environment', 'environment'],
  service: ['service', 'service'],
  error_code: ['error_code', 'errorCode'],
} as const satisfies Partial<Record<Grouping, readonly [NameKind, keyof Dims]>>;

/** Gives groups their names; those of the same name become one. Read from the cache, else by one index lookup a dictionary. */
export async function nameGroups(
  ctx: Ctx,
  groupings: readonly Grouping[],
  groups: readonly CellGroup[],
): Promise<NamedGroup[]> {
  const texts = new Map<Grouping, ReadonlyMap<number, string>>();
  for (const grouping of groupings) {
    if (grouping === 'arm') continue;
    const [kind, column] = NAMED[grouping];
    const numbers = groups.map(({ dims }) => dims[column]);
    texts.set(grouping, await storeOf(ctx).names.texts(slotOf(ctx.project), kind, numbers));
  }
  const byName = new Map<string, { group: Group; cells: Map<number, Cell> }>();
  for (const { dims, cells } of groups) {
    const group = Object.assign({}, ...groupings.map((grouping) => namesOf(grouping, dims, texts.get(grouping))));
    const name = JSON.stringify(group);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, { group, cells });
    else addAll(known.cells, cells);
  }
  return [...byName.values()];
}

function namesOf(grouping: Grouping, dims: Dims, texts: ReadonlyMap<number, string> = new Map()): Group {
  if (grouping === 'arm') return { arm: armOf(dims.arm) };
  const text = texts.get(dims[NAMED[grouping][1]]) ?? null;
  if (grouping === 'version') return { prompt: text, version: dims.version || null };
  if (grouping === 'provider') return { provider: partsOfModel(text ?? '').provider };
  return grouping === 'model' && text !== null ? partsOfModel(text) : { [grouping]: text };
}

function addAll(sum: Map<number, Cell>, cells: ReadonlyMap<number, Cell>): void {
  for (const [start, cell] of cells) {
    const known = sum.get(start);
    sum.set(start, known === undefined ? cell : sumCells([known, cell]));
  }
}
