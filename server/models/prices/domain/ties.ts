import type { PriceRow } from './price-row.ts';
import { bothOf, type Scope, scopeOf } from './specificity.ts';

/** Two rows, by their index in the list, of which neither takes precedence. */
export type Tie = {
  first: number;
  second: number;
  code: 'same_time' | 'overlap' | 'tie' | 'two_time_zones';
  message: string;
};

type Placed = { row: PriceRow; scope: Scope; place: number };

/**
 * The pairs of rows because of which a list is refused. In a list without such pairs, at most one row prices any
 * request at any instant: of two rows that apply together, one is narrower, or a third row has exactly the conditions
 * of both. So among all rows that apply, one is the narrowest.
 *
 * Of rows with the same conditions, a later one replaces one without an end. It does not replace one with an end, which
 * states how long it is in force. Withdrawn rows price nothing and cause no ties.
 */
export function tiesOf(rows: readonly PriceRow[]): Tie[] {
  const placed = rows.map((row, place): Placed => ({ row, scope: scopeOf(row.when), place }));
  const priced = placed.filter(({ row }) => row.state !== 'withdrawn');
  return [...Map.groupBy(priced, ({ row }) => row.meter).values()].flatMap((sameMeter) =>
    sameMeter.flatMap((one, i) => sameMeter.slice(i + 1).flatMap((other) => tieOf(one, other, sameMeter))),
  );
}

function tieOf(one: Placed, other: Placed, all: readonly Placed[]): Tie[] {
  const period = commonPeriod(one.row, other.row);
  if (period === null) return [];
  const both = bothOf(one.scope, other.scope);
  if (both === 'never') return [];
  const tie = (code: Tie['code'], message: string): Tie[] => [
    { first: one.place, second: other.place, code, message: `${message} Meter: ${one.row.meter}.` },
  ];
  if (both === 'two_time_zones') return tie('two_time_zones', 'Give hours that may meet in one time zone.');
  if (one.scope.key === other.scope.key) return tieOfSame(one.row, other.row, tie);
  if (both.key === one.scope.key || both.key === other.scope.key) return [];
  const deciding = all.filter(({ scope }) => scope.key === both.key).map(({ row }) => row);
  if (covers(deciding, period)) return [];
  return tie(
    'tie',
    `Both would price ${wordsOf(both)}, and neither is more specific. Add a row for exactly that, or narrow one of them.`,
  );
}

function tieOfSame(one: PriceRow, other: PriceRow, tie: (code: Tie['code'], message: string) => Tie[]): Tie[] {
  if (one.effectiveFromMs === other.effectiveFromMs) {
    return tie('same_time', 'Two prices begin at the same time under the same conditions. Keep one.');
  }
  const earlier = one.effectiveFromMs < other.effectiveFromMs ? one : other;
  if (earlier.effectiveToMs === null) return [];
  return tie(
    'overlap',
    'The earlier price has not ended when the later one begins. End it there, or leave out its end.',
  );
}

type Period = { fromMs: number; toMs: number };

/** The period in which both are in force, or null. */
function commonPeriod(a: PriceRow, b: PriceRow): Period | null {
  const fromMs = Math.max(a.effectiveFromMs, b.effectiveFromMs);
  const toMs = Math.min(a.effectiveToMs ?? Infinity, b.effectiveToMs ?? Infinity);
  return fromMs < toMs ? { fromMs, toMs } : null;
}

/** Whether at every instant of the period one of the rows is in force. */
function covers(rows: readonly PriceRow[], { fromMs, toMs }: Period): boolean {
  let reached = fromMs;
  for (const row of rows.toSorted((a, b) => a.effectiveFromMs - b.effectiveFromMs)) {
    if (row.effectiveFromMs > reached) return false;
    reached = Math.max(reached, row.effectiveToMs ?? Infinity);
    if (reached >= toMs) return true;
  }
  return false;
}

function wordsOf({ serviceTier, region, speed, cacheTtl, inputTokensGte, tz }: Scope): string {
  const named: [name: string, value: string | number | null][] = [
    ['service_tier', serviceTier],
    ['region', region],
    ['speed', speed],
    ['cache_ttl', cacheTtl],
    ['input_tokens_gte', inputTokensGte || null],
    ['their common hours in', tz],
  ];
  return named.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`])).join(' with ');
}
