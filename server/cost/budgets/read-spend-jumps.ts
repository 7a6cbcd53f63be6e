import {
  findJumps,
  type Jump,
  type JumpDay,
  type JumpKind,
  type JumpSubject,
} from '#server/cost/domain/spend-jumps.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { type Cells, readCells } from '#server/telemetry/query/read-cells.ts';
import { readUsersByDay } from '#server/telemetry/query/read-users-by-day.ts';
import { resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import type { Cell, Dims } from '#server/telemetry/rollup/domain/cell.ts';
import type { NameKind } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

/** Today, yesterday, and the fourteen days before each. */
const READ_DAYS = 16;

export type SpendJumps = {
  /** Null: fewer than seven days of requests, so the usual spend is unknown. */
  jumps: (Omit<Jump, 'day'> & { from: number; to: number })[] | null;
  /** False where there were too many requests to sum up by user. */
  users: boolean;
};

/**
 * Users and services whose spend jumped and prompts whose input did, today or yesterday (UTC). Services and prompts from the
 * day rollups, users from at most two million requests.
 */
export async function readSpendJumps(ctx: Ctx): Promise<SpendJumps> {
  const today = Math.floor(ctx.clock.now().getTime() / DAY_MS);
  const days = { from: today - READ_DAYS + 1, to: today + 1 };
  const range = {
    from: days.from * DAY_MS,
    to: days.to * DAY_MS,
    stepMs: DAY_MS,
    filter: await resolveFilter(ctx, {}),
  };
  const [all, services, prompts] = await Promise.all([
    readCells(ctx, range),
    readCells(ctx, { ...range, groupBy: ['service'] }),
    readCells(ctx, { ...range, groupBy: ['prompt'] }),
  ]);
  const projectDays = all.groups.flatMap(({ cells }) => daysOf(cells, spendOf));
  const users = await readUsersByDay(ctx, { ...days, recent: today - 1 });
  const subjects = [
    ...(await subjectsOf(ctx, services, { kind: 'service', name: 'service', value: spendOf })),
    ...(await subjectsOf(ctx, prompts, { kind: 'input', name: 'prompt', value: lengthOf })),
    ...usersOf(users ?? []),
  ];
  const first = Math.min(today, ...projectDays.map(({ day }) => day));
  const jumps = findJumps(subjects, { today, first, projectDays });
  return {
    jumps: jumps?.map(({ day, ...jump }) => ({ ...jump, from: day * DAY_MS, to: (day + 1) * DAY_MS })) ?? null,
    users: users !== null,
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
