import type { IncidentRow } from '#server/incidents/find-incident.ts';
import { windowOf } from '#server/incidents/read-impact.ts';
import { filterOf } from '#server/incidents/read-minutes.ts';
import { scopeOf } from '#server/incidents/refresh-incident.ts';
import type { Ctx } from '#server/platform/context.ts';
import { idOfKey } from '#server/telemetry/event/event-key.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { eventConditions, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { byTelling, type Failing, LOW_SCORE } from './domain/failing.ts';

/** One failing request: when (ms), how it failed, and the digest of its stored input; null: none was stored. */
type FailingRequest = {
  key: string;
  id: string;
  at: number;
  isFailed: boolean;
  isOutcomeFailed: boolean;
  /** Below {@link LOW_SCORE}; null: no score, or not a low one. */
  lowScore: number | null;
  digest: string | null;
};

/** One input and the failing requests that sent it, with the text of the first of them. */
export type FailingInput = {
  /** The id of the first request that sent it. */
  request: string;
  text: string;
  requests: number;
  failing: Failing;
  firstAt: number;
};

export type FailingInputs = {
  /** Failing requests that were looked at, and how many of them have no usable stored input. */
  requests: number;
  withoutInput: number;
  inputs: FailingInput[];
  /** There are more failing requests, or more inputs. */
  truncated: boolean;
};

const REQUESTS_MAX = 5_000;
/** A longer input is no case: a golden set is read and sent page by page. */
const INPUT_CHARS_MAX = 100_000;
/** All inputs that are shown at once: they are sent in one response. */
const ALL_CHARS_MAX = 1_000_000;

/**
 * The requests of an incident's blast radius that failed, whose outcome failed or whose score was low, the first 5,000.
 * Reads the events of the window and the stored inputs of these requests.
 */
export async function readFailingRequests(
  ctx: Ctx,
  row: IncidentRow,
): Promise<{ requests: FailingRequest[]; truncated: boolean }> {
  const window = windowOf(row, { now: ctx.clock.now().getTime() });
  const filter = await resolveFilter(ctx, filterOf(scopeOf(row)));
  if (window === null || filter.empty) return { requests: [], truncated: false };
  const conditions = eventConditions(filter).map((condition) => ` and ${condition}`);
  const [from, to] = [instant(window.from), instant(window.to)];
  const slot = slotOf(ctx.project);
  // Only where there is such feedback: otherwise it would be looked up for every event without a score.
  const [has] = await ctx.sql<{ feedback: boolean }[]>`
    select exists (select 1 from feedback where slot = ${slot} and name = 'quality') as feedback`;
  const quality = has?.feedback
    ? `coalesce(e.quality, (select avg(score) from feedback where slot = $1 and event_key = e.key and name = 'quality'))`
    : 'e.quality';
  const rows = await ctx.sql.unsafe<(Omit<FailingRequest, 'id'> & { id: string | null })[]>(
    `select f.key::text as key, f.id, f.at, f."isFailed", f."isOutcomeFailed", f."lowScore", md5(b.input) as digest
     from (
       select e.ts, e.key, e.id, extract(epoch from e.ts)::float8 * 1000 as at, e.status <> 0 as "isFailed",
         o.success is false as "isOutcomeFailed", case when q.quality < ${LOW_SCORE} then q.quality end as "lowScore"
       from event e
       left join lateral (select success from outcome where slot = $1 and outcome_id = e.outcome_id
         and task_key = e.key and e.outcome_id is not null) o on true
       cross join lateral (select ${quality} as quality) q
       where e.slot = $1 and e.ts >= ${from} and e.ts < ${to}${conditions.join('')}
         and (e.status <> 0 or o.success is false or q.quality < ${LOW_SCORE})
       order by e.ts, e.key limit ${REQUESTS_MAX + 1}
     ) f
     left join event_body b on b.slot = $1 and b.ts = f.ts and b.key = f.key and b.ts >= ${from} and b.ts < ${to}
       and length(b.input) between 1 and ${INPUT_CHARS_MAX}
     order by f.ts, f.key`,
    [slot],
  );
  const requests = rows.slice(0, REQUESTS_MAX).map((each) => ({ ...each, id: idOfKey(each.key, each.id) }));
  return { requests, truncated: rows.length > REQUESTS_MAX };
}

/** The failing inputs of an incident, each once, the most telling first, at most `limit` and a million characters. */
export async function readFailingInputs(ctx: Ctx, row: IncidentRow, limit: number): Promise<FailingInputs> {
  const { requests, truncated } = await readFailingRequests(ctx, row);
  const stored = requests.filter(({ digest }) => digest !== null);
  const groups = [...Map.groupBy(stored, ({ digest }) => digest).values()].map(groupOf).toSorted(byTelling);
  const shown = groups.slice(0, limit);
  const texts = await readInputs(
    ctx,
    shown.map(({ first }) => first),
  );
  let chars = 0;
  const inputs = shown.flatMap(({ first, ...group }) => {
    const text = texts.get(first.key);
    chars += text?.length ?? 0;
    return text === undefined || chars > ALL_CHARS_MAX ? [] : [{ ...group, request: first.id, text }];
  });
  return {
    requests: requests.length,
    withoutInput: requests.length - stored.length,
    inputs,
    truncated: truncated || groups.length > inputs.length,
  };
}

function groupOf(requests: readonly FailingRequest[]) {
  const [first] = requests;
  if (first === undefined) throw new Error('A group of requests has none.');
  return { first, requests: requests.length, firstAt: first.at, failing: failingOf(requests) };
}

/** How several requests failed. */
export function failingOf(requests: readonly FailingRequest[]): Failing {
  const scores = requests.flatMap(({ lowScore }) => (lowScore === null ? [] : [lowScore]));
  return {
    requests: requests.filter(({ isFailed }) => isFailed).length,
    outcomes: requests.filter(({ isOutcomeFailed }) => isOutcomeFailed).length,
    lowScores: scores.length,
    lowest: scores.length === 0 ? null : Math.min(...scores),
  };
}

/** The stored inputs of requests by their keys. One index lookup each. */
export async function readInputs(
  ctx: Ctx,
  requests: readonly Pick<FailingRequest, 'key' | 'at'>[],
): Promise<ReadonlyMap<string, string>> {
  const times = requests.map(({ at }) => at);
  if (times.length === 0) return new Map();
  const [from, to] = [instant(Math.min(...times)), instant(Math.max(...times) + 1)];
  const rows = await ctx.sql.unsafe<{ key: string; input: string }[]>(
    `select key::text as key, input from event_body where slot = $1 and ts >= ${from} and ts < ${to}
       and key = any($2::uuid[]) and length(input) between 1 and ${INPUT_CHARS_MAX}`,
    [slotOf(ctx.project), requests.map(({ key }) => key)],
  );
  return new Map(rows.map(({ key, input }) => [key, input]));
}
