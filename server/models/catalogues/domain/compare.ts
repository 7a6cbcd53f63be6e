import { formatAmount } from '#server/models/prices/domain/amount.ts';
import type { MeterName } from '#server/models/prices/domain/meters.ts';
import { type Conditions, inForce, type PriceRow, type PriceState } from '#server/models/prices/domain/price-row.ts';
import { scopeOf } from '#server/models/prices/domain/specificity.ts';
import type { Source } from './catalogue.ts';
import { oddities, ratioOf, ratioWarnings, type WarningCode, WITHHELD } from './price-checks.ts';

/** The beginning of a price that has none. */
export const ALWAYS = '1970-01-01T00:00:00.000Z';

/** The prices of one model by the registry or by one catalogue. `readOn`: when the catalogue was read. */
export type Party = { source: Source | 'own'; readOn: string | null; rows: readonly PriceRow[] };

/** What one side states, as it is stored and shown; the amount is exact decimal text of dollars for `per` units. */
export type Stated = {
  source: Source | 'own';
  amount: string;
  per: number;
  state: PriceState;
  /** Null for a price that the catalogue does not date. */
  effective_from: string | null;
  source_url: string | null;
  read_on: string | null;
};

/** One price on which the sides do not agree: of a meter under conditions, now or from a coming day on. */
export type Disagreement = {
  meter: MeterName;
  when: Conditions;
  /** When the difference begins; null where it holds now. */
  sinceMs: number | null;
  /** The registry's side first, where it has one. */
  stated: Stated[];
  /** The highest divided by the lowest; null where the lowest is free. */
  ratio: number | null;
  warnings: WarningCode[];
  /** Equal for the same amounts of the same sides. */
  fingerprint: string;
};

type Side = { party: Party; row: PriceRow; rows: readonly PriceRow[] };

/** Coming days that are compared, at most. */
const DAYS_MAX = 4;

/**
 * The prices of one model on which its registry entry and the catalogues differ, now and from each day on which a price
 * changes. A price that one side alone states is none, unless a check finds it odd and the registry lacks it.
 */
export function disagreementsOf(parties: readonly Party[], nowMs: number): Disagreement[] {
  const found = new Map<string, Disagreement>();
  for (const atMs of [nowMs, ...comingOf(parties, nowMs)]) {
    for (const [key, sides] of sidesAt(parties, atMs)) {
      if (found.has(key)) continue;
      const one = disagreementOf(key, sides, { atMs, isNow: atMs === nowMs, parties });
      if (one !== null) found.set(key, one);
    }
  }
  return [...found.values()];
}

function comingOf(parties: readonly Party[], nowMs: number): number[] {
  const times = parties.flatMap(({ rows }) =>
    rows.flatMap(({ effectiveFromMs, effectiveToMs }) => [effectiveFromMs, effectiveToMs ?? 0]),
  );
  return [...new Set(times.filter((ms) => ms > nowMs))].sort((a, b) => a - b).slice(0, DAYS_MAX);
}

/** What each side states at a time, by meter and conditions. */
function sidesAt(parties: readonly Party[], atMs: number): Map<string, Side[]> {
  const byKey = new Map<string, Side[]>();
  for (const party of parties) {
    const holding = new Map<string, PriceRow>();
    for (const row of party.rows) {
      if (!inForce(row, atMs)) continue;
      const key = keyOf(row);
      const known = holding.get(key);
      if (known === undefined || known.effectiveFromMs <= row.effectiveFromMs) holding.set(key, row);
    }
    const rows = [...holding.values()];
    for (const [key, row] of holding) byKey.set(key, [...(byKey.get(key) ?? []), { party, row, rows }]);
  }
  return byKey;
}

/** Catalogues write one threshold as 200,000, 200,001 or 199,999 tokens. */
function keyOf({ meter, when }: PriceRow): string {
  const { inputTokensGte, ...rest } = when;
  const rounded = inputTokensGte === undefined ? {} : { inputTokensGte: Math.round(inputTokensGte / 1000) * 1000 || 1 };
  return `${meter} ${scopeOf({ ...rest, ...rounded }).key}`;
}

function disagreementOf(
  key: string,
  sides: readonly Side[],
  { atMs, isNow, parties }: { atMs: number; isNow: boolean; parties: readonly Party[] },
): Disagreement | null {
  const [first] = sides;
  if (first === undefined) return null;
  const odd = [...new Set(sides.flatMap(({ row, rows }) => oddities(row, rows)))];
  const { ratio, isSame } = spreadOf(sides);
  const isAlone = sides.length === 1;
  if (isAlone && (first.party.source === 'own' || !odd.some((code) => WITHHELD.includes(code)))) return null;
  if (!isAlone && isSame) return null;
  const withdrawn = parties.some(
    ({ source, rows }) =>
      source === 'own' &&
      rows.some((row) => row.state === 'withdrawn' && row.effectiveFromMs <= atMs && keyOf(row) === key),
  );
  const stated = sides.map(statedOf);
  return {
    meter: first.row.meter,
    when: (sides.find(({ party }) => party.source === 'own') ?? first).row.when,
    sinceMs: isNow ? null : atMs,
    stated,
    ratio: Number.isFinite(ratio) ? ratio : null,
    warnings: [
      ...(isAlone ? (['only_one'] as const) : ratioWarnings(ratio)),
      ...odd,
      ...(withdrawn ? (['withdrawn_here'] as const) : []),
    ],
    fingerprint: fingerprintOf(key, isNow ? null : atMs, stated),
  };
}

/** The identity of a disagreement: the amounts of all sides, by which a decided one is not asked again. */
export const fingerprintOf = (key: string, sinceMs: number | null, stated: readonly Stated[]): string =>
  JSON.stringify([
    key,
    sinceMs,
    stated.map(({ source, amount, per }) => [source, amount, per]).toSorted(([a], [b]) => (`${a}` < `${b}` ? -1 : 1)),
  ]);

function spreadOf(sides: readonly Side[]): { ratio: number; isSame: boolean } {
  const sorted = sides.map(({ row }) => row).toSorted((a, b) => cross(a, b));
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined) return { ratio: 1, isSame: true };
  return { ratio: ratioOf(highest, lowest), isSame: cross(highest, lowest) === 0 };
}

function cross(a: PriceRow, b: PriceRow): number {
  const difference = a.amountPico * BigInt(b.per) - b.amountPico * BigInt(a.per);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

const statedOf = ({ party, row }: Side): Stated => ({
  source: party.source,
  amount: formatAmount(row.amountPico),
  per: row.per,
  state: row.state,
  effective_from: row.effectiveFromMs === Date.parse(ALWAYS) ? null : new Date(row.effectiveFromMs).toISOString(),
  source_url: row.sourceUrl,
  read_on: row.checkedAtMs === null ? party.readOn : new Date(row.checkedAtMs).toISOString().slice(0, 10),
});
