import { fc } from '@fast-check/vitest';
import { DAYS } from '#server/models/prices/domain/hours.ts';
import type { Conditions, PriceRow } from '#server/models/prices/domain/price-row.ts';
import { tiesOf } from '#server/models/prices/domain/ties.ts';

/** Every half hour of the weeks around the days in 2026 on which the clocks of the zones below change. */
export const HALF_HOURS_AROUND: readonly number[] = [
  '2026-03-27',
  '2026-04-02',
  '2026-10-02',
  '2026-10-24',
  '2026-10-30',
].flatMap((day) => Array.from({ length: 7 * 48 }, (_, i) => Date.parse(day) + i * 1_800_000));
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Shanghai'];
const TIMES = [
  '2026-01-01',
  '2026-03-29',
  '2026-03-29T01:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-25',
  '2026-11-01',
].map((t) => Date.parse(t));

const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });

const anyHours = fc.record({
  // One zone most of the time: rows in two different zones rarely meet.
  tz: fc.oneof(
    { weight: 6, arbitrary: fc.constant('Europe/Berlin') },
    { weight: 1, arbitrary: fc.constantFrom(...ZONES) },
  ),
  days: fc.oneof(fc.constant([...DAYS]), fc.subarray([...DAYS], { minLength: 1 })),
  from: fc.constantFrom('00:00', '01:00', '02:00', '02:30', '22:00'),
  to: fc.constantFrom('01:30', '03:00', '04:00', '23:30'),
});

const anyConditions: fc.Arbitrary<Conditions> = fc
  .record({
    serviceTier: maybe('batch', 'priority'),
    region: maybe('us'),
    speed: maybe('fast'),
    inputTokensGte: maybe(1000, 2000),
    hours: fc.option(anyHours, { nil: undefined, freq: 2 }),
  })
  .map((when) => Object.fromEntries(Object.entries(when).filter(([, value]) => value !== undefined)));

const anyRow: fc.Arbitrary<PriceRow> = fc.record({
  id: fc.uuid(),
  meter: fc.constantFrom('tokens_in', 'tokens_out'),
  per: fc.constantFrom(1, 3, 1000, 1_000_000),
  amountPico: fc.bigInt({ min: 0n, max: 10n ** 14n }),
  currency: fc.constant('USD'),
  effectiveFromMs: fc.constantFrom(...TIMES),
  effectiveToMs: fc.constant(null),
  when: anyConditions,
  state: fc.constantFrom('listed', 'listed', 'announced', 'withdrawn'),
  sourceUrl: fc.constant(null),
  checkedAtMs: fc.constant(null),
});
const anyEndingRow = fc
  .tuple(anyRow, fc.option(fc.constantFrom(1, 30, 90), { freq: 2 }))
  .map(
    ([row, days]): PriceRow =>
      days === null ? row : { ...row, effectiveToMs: row.effectiveFromMs + days * 86_400_000 },
  );

/** Rows of two meters that the guard may refuse. */
export const anyRows: fc.Arbitrary<PriceRow[]> = fc.array(anyEndingRow, { maxLength: 8 });

/**
 * Rows that `tiesOf` accepts: each is added if it ties with none before it, or else with the row for both that is
 * missing.
 */
export const acceptedRows: fc.Arbitrary<PriceRow[]> = fc.array(anyEndingRow, { maxLength: 14 }).map((rows) => {
  let taken: PriceRow[] = [];
  for (const row of rows) {
    const alone = [...taken, row];
    const ties = tiesOf(alone);
    const between = ties.flatMap(({ first }) => {
      const other = alone[first];
      return other === undefined ? [] : [bothOf(other, row)];
    });
    const withBoth = [...alone, ...between];
    if (ties.length === 0) taken = alone;
    else if (tiesOf(withBoth).length === 0) taken = withBoth;
  }
  return taken;
});

/** A row for the common range of both, where there is one. */
const bothOf = (a: PriceRow, b: PriceRow): PriceRow => ({
  ...b,
  id: `${a.id}+${b.id}`,
  when: {
    ...a.when,
    ...b.when,
    ...(a.when.inputTokensGte === undefined && b.when.inputTokensGte === undefined
      ? {}
      : { inputTokensGte: Math.max(a.when.inputTokensGte ?? 0, b.when.inputTokensGte ?? 0) }),
  },
  effectiveFromMs: Math.max(a.effectiveFromMs, b.effectiveFromMs),
});

/** How a request was served; some of the facts may be unknown. */
export const anyServed = fc.record({
  serviceTier: maybe('batch', 'priority', 'other'),
  region: maybe('us', 'eu'),
  speed: maybe('fast'),
});
