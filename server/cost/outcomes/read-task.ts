import { dollarsOf } from '#server/cost/domain/dollars.ts';
import { RECORD_KIND_NUMBERS, RECORD_KINDS, type RecordKind } from '#server/cost/domain/record-kind.ts';
import { attemptsAround } from '#server/cost/rollup/attempts-sql.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import {
  REQUEST_COLUMNS,
  type RequestRow,
  requestRows,
  type StoredRequest,
} from '#server/telemetry/event/event-row.ts';
import { instant, literal } from '#server/telemetry/event/scan-events.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** A cost beside the attempts of a task. */
export type TaskCost = { id: string; at: number; kind: RecordKind; name: string | null; amountUsd: number };

/** A task with everything that it cost, oldest first. Money in US dollars; unknown is null. */
export type TaskDetail = {
  name: string | null;
  startedAt: number;
  attempts: RequestRow[];
  costs: TaskCost[];
  outcome: { success: boolean; value: number | null; kind: string | null; at: number } | null;
  /** The sum of what is known, null where nothing is; and how many attempts are not. */
  costUsd: number | null;
  unknownAttempts: number;
};

const ATTEMPTS_MAX = 200;

type First = { operation: string | null; outcome: string | null };

/**
 * One task by the time and the key of its first event. 404 when there is no such event in this project. Cost: one index
 * lookup, and the attempts of a day by their operation.
 */
export async function readTask(ctx: Ctx, { startedAt, key }: { startedAt: number; key: string }): Promise<TaskDetail> {
  const slot = slotOf(ctx.project);
  const [first] = await ctx.sql<First[]>`
    select operation_id as operation, outcome_id as outcome from event
    where slot = ${slot} and ts = ${new Date(startedAt)} and key = ${key}::uuid`;
  if (first === undefined) throw notFound();
  const [attempts, costs, outcome] = await Promise.all([
    readAttempts(ctx, { startedAt, key, first }),
    readCostsOf(ctx, { startedAt, operation: first.operation }),
    readOutcome(ctx, { startedAt, outcome: first.outcome, operation: first.operation }),
  ]);
  const known = attempts.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const spent = [...known, ...costs.map(({ amountUsd }) => amountUsd)];
  return {
    name: first.operation ?? first.outcome,
    startedAt,
    attempts,
    costs,
    outcome,
    costUsd: spent.length === 0 ? null : spent.reduce((sum, cost) => sum + cost, 0),
    unknownAttempts: attempts.length - known.length,
  };
}

async function readAttempts(
  ctx: Ctx,
  { startedAt, key, first }: { startedAt: number; key: string; first: First },
): Promise<RequestRow[]> {
  const slot = slotOf(ctx.project);
  const span = { from: startedAt, to: startedAt + 1 };
  const named = first.operation === null ? first.outcome : first.operation;
  const same =
    named === null
      ? `e.ts = ${instant(startedAt)} and e.key = '${key}'`
      : `(e.ts, e.key) in (
          select a.ts, a.key from (${attemptsAround(slot, span, nameIs(first))}) a where a.started = ${instant(startedAt)})`;
  const rows = await ctx.sql.unsafe<StoredRequest[]>(
    `select ${REQUEST_COLUMNS} from event e
     where e.slot = $1 and e.ts >= ${instant(startedAt)} and e.ts <= ${instant(startedAt + DAY_MS)} and ${same}
     order by e.ts, e.attempt nulls first, e.key limit ${ATTEMPTS_MAX}`,
    [slot],
  );
  return requestRows(ctx, rows);
}

/** The events of the same name, as a join that narrows the attempts. */
const nameIs = ({ operation, outcome }: First): string =>
  operation === null
    ? `join (select 1) one on e.operation_id is null and e.outcome_id = ${literal(outcome ?? '')}`
    : `join (select 1) one on e.operation_id = ${literal(operation)}`;

async function readCostsOf(
  ctx: Ctx,
  { startedAt, operation }: { startedAt: number; operation: string | null },
): Promise<TaskCost[]> {
  if (operation === null) return [];
  const rows = await ctx.sql<{ id: string; ms: number; kind: number; name: string | null; pico: string }[]>`
    select id, extract(epoch from at)::float8 * 1000 as ms, kind, name, amount_pico::text as pico from cost_record
    where slot = ${slotOf(ctx.project)} and operation_id = ${operation} and task_at = ${new Date(startedAt)}
    order by at, key`;
  return rows.map(({ id, ms, kind, name, pico }) => ({
    id,
    at: Math.round(ms),
    kind: RECORD_KINDS.find((each) => RECORD_KIND_NUMBERS[each] === kind) ?? 'tool',
    name,
    amountUsd: dollarsOf(BigInt(pico)),
  }));
}

/** The newest outcome that is counted for one of the task's attempts. */
async function readOutcome(
  ctx: Ctx,
  { startedAt, outcome, operation }: { startedAt: number; outcome: string | null; operation: string | null },
): Promise<TaskDetail['outcome']> {
  const slot = slotOf(ctx.project);
  const [row] = await ctx.sql<{ success: boolean; value: number | null; kind: string | null; ms: number }[]>`
    select o.success, o.value, o.kind, extract(epoch from o.at)::float8 * 1000 as ms
    from event e join outcome o on o.slot = ${slot} and o.outcome_id = e.outcome_id and o.task_key = e.key
    where e.slot = ${slot} and e.ts >= ${new Date(startedAt)} and e.ts <= ${new Date(startedAt + DAY_MS)}
      and (${operation}::text is null or e.operation_id = ${operation})
      and (${operation}::text is not null or e.outcome_id = ${outcome}) and o.success is not null
    order by e.ts desc limit 1`;
  return row === undefined ? null : { success: row.success, value: row.value, kind: row.kind, at: Math.round(row.ms) };
}
