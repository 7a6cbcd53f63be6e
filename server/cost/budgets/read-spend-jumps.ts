import {
  findJumps,
  type Jump,
  type JumpDay,
  type JumpKind,
  type JumpSubject,
} from '#server/cost/domain/spend-jumps.ts';
import { namedKeys } from '#server/cost/keys/read-key-spend.ts';
import { type KeyUse, readUseByKey } from '#server/cost/keys/read-use-by-key.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { type Cells, readCells, readDirty } from '#server/telemetry/query/read-cells.ts';
import { readUsersByDay } from '#server/telemetry/query/read-users-by-day.ts';
import { resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import type { Cell, Dims } from '#server/telemetry/rollup/domain/cell.ts';
import type { NameKind } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

/** Today, yesterday, and the fourteen days before each. */
const READ_DAYS = 16;

/** Below this share of requests that record their key, the usual spend of a key is unknown. */
const KEYED_SHARE_MIN = 0.98;

export type SpendJumps = {
  /** Null: fewer than seven days of requests, so the usual spend is unknown. */
  jumps: (Omit<Jump, 'day'> & { from: number; to: number })[] | null;
  /** False where there were too many requests to sum up by user. */
  users: boolean;
  /** False where requests of these days record no key, or too many of them are not summed by key yet. */
  keys: boolean;
};

/**
 * Users, keys and services whose spend jumped and prompts whose input did, today or yesterday (UTC). Services and prompts from the
 * day rollups, keys from their hours, users from at most two million requests.
 */
export async function readSpendJumps(ctx: Ctx): Promise<SpendJumps> {
  const today = Math.floor(ctx.clock.now().getTime() / DAY_MS);
  const days = { from: today - READ_DAYS + 1, to: today + 1 };
  const read = { from: days.from * DAY_MS, to: days.to * DAY_MS };
  const filter = await resolveFilter(ctx, {});
  const range = { ...read, stepMs: DAY_MS, filter, dirty: await readDirty(ctx, read) };
  const [all, services, prompts] = await Promise.all([
    readCells(ctx, range),
    readCells(ctx, { ...range, groupBy: ['service'] }),
    readCells(ctx, { ...range, groupBy: ['prompt'] }),
  ]);
  const projectDays = all.groups.flatMap(({ cells }) => daysOf(cells, spendOf));
  const users = await readUsersByDay(ctx, { ...days, recent: today - 1 });
  const keyed = await readUseByKey(ctx, days);
  // The days before keys were recorded are unknown, and not 0: then nothing is compared by key.
  const requests = (of: readonly { requests: number }[]) => of.reduce((sum, day) => sum + day.requests, 0);
  const keys = keyed !== null && requests(keyed) >= KEYED_SHARE_MIN * requests(projectDays);
  const subjects = [
    ...(await subjectsOf(ctx, services, { kind: 'service', name: 'service', value: spendOf })),
    ...(await subjectsOf(ctx, prompts, { kind: 'input', name: 'prompt', value: lengthOf })),
    ...usersOf(users ?? []),
    ...(keys ? keysOf(await namedKeys(ctx, keyed)) : []),
  ];
  const first = Math.min(today, ...projectDays.map(({ day }) => day));
  const jumps = findJumps(subjects, { today, first, projectDays });
  return {
    jumps: jumps?.map(({ day, ...jump }) => ({ ...jump, from: day * DAY_MS, to: (day + 1) * DAY_MS })) ?? null,
    users: users !== null,
    keys,
  };
}

type ValueOf = (cell: Cell) => Omit<JumpDay, 'day'> | null;
const spendOf: ValueOf = (cell) => ({ value: cell.costNano / 1e9, requests: cell.n });
const lengthOf: ValueOf = (cell) =>
  cell.tokensInN === 0 ? null : { value: cell.tokensIn / cell.tokensInN, requests: cell.tokensInN };

function daysOf(cells: ReadonlyMap<number, Cell>, measure: ValueOf): JumpDay[] {
  return [...cells].flatMap(([at, cell]) => {
    const value = measure(cell);
    return value === null ? [] : [{ day: at / DAY_MS, ...value }];
  });
}

async function subjectsOf(
  ctx: Ctx,
  { groups }: Cells,
  { kind, name, value }: { kind: JumpKind; name: NameKind & keyof Dims; value: ValueOf },
): Promise<JumpSubject[]> {
  const texts = await storeOf(ctx).names.texts(
    slotOf(ctx.project),
    name,
    groups.map(({ dims }) => dims[name]),
  );
  return groups.flatMap(({ dims, cells }) => {
    const text = texts.get(dims[name]);
    return text === undefined ? [] : [{ kind, name: text, days: daysOf(cells, value) }];
  });
}

function usersOf(rows: readonly { user: string; day: number; requests: number; amount: number }[]): JumpSubject[] {
  return [...Map.groupBy(rows, ({ user }) => user)].map(([name, days]) => ({
    kind: 'user',
    name,
    days: days.map(({ day, requests, amount }) => ({ day, requests, value: amount })),
  }));
}

/** A key spends on a day what it sends to all models. */
function keysOf(named: ReadonlyMap<string, readonly KeyUse[]>): JumpSubject[] {
  return [...named].map(([name, rows]) => ({
    kind: 'key',
    name,
    days: [...Map.groupBy(rows, ({ day }) => day)].map(([day, own]) => ({
      day,
      requests: own.reduce((sum, one) => sum + one.requests, 0),
      value: own.reduce((sum, one) => sum + one.costNano, 0) / 1e9,
    })),
  }));
}
