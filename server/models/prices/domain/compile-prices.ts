import type { Pico } from './amount.ts';
import { type CacheTtl, type MeterName, ruleOf } from './meters.ts';
import { inForce, type PriceRow } from './price-row.ts';
import { amountOf, badToolCount, type Lacking, nothingPriced, type ServedAs } from './price-usage.ts';
import { inOrder, matches, type RequestFacts, type Scope, scopeOf } from './specificity.ts';
import { PARTS, type Part, splitUsage, type Usage } from './usage.ts';

/** A cost without its lines; where it is unknown, what is missing. */
export type CompiledPrice =
  | { totalPico: Pico; lacking: readonly [] }
  | { totalPico: null; lacking: readonly Lacking[] };
export type CompiledPrices = (usage: Usage, atMs: number, served?: ServedAs) => CompiledPrice;

/** A row with precomputed values; `unitPico` is the price of one unit where that is a whole number, else 0. */
type Ready = { row: PriceRow; scope: Scope; unitPico: number };

const NOTHING_LACKING: readonly [] = [];

/**
 * Compiles the rows of one model into a function that prices events: it returns the same totals as `priceUsage`,
 * without lines. Rows are sorted so that the first that applies is the one that prices, and sums are doubles as long as
 * these are exact. For rows that passed `tiesOf`.
 */
export function compilePrices(rows: readonly PriceRow[]): CompiledPrices {
  const byMeter = Map.groupBy(
    rows
      .filter(({ state }) => state !== 'withdrawn')
      .toSorted(inOrder)
      .map(readyOf),
    ({ row }) => row.meter,
  );
  const candidates = (meter: MeterName, cacheTtl: CacheTtl | null): readonly Ready[] => {
    const own = (byMeter.get(meter) ?? []).filter(
      ({ scope }) => scope.cacheTtl === null || scope.cacheTtl === cacheTtl,
    );
    const { otherwise } = ruleOf(meter);
    return otherwise === undefined ? own : [...own, ...candidates(otherwise, cacheTtl)];
  };
  const ofPart = PARTS.map(({ meter, cacheTtl }) => candidates(meter, cacheTtl));
  const ofTool = new Map([...byMeter.keys()].map((meter) => [meter as string, candidates(meter, null)]));
  const anyTool = candidates('tool_calls', null);
  const parts = new Float64Array(PARTS.length);
  const facts: RequestFacts = { inputTokens: null, atMs: 0 };

  return (usage, atMs, served) => {
    const bad = splitUsage(usage, parts) ?? badToolCount(usage);
    if (bad !== null) return { totalPico: null, lacking: [bad] };
    facts.inputTokens = usage.tokens_in ?? null;
    facts.atMs = atMs;
    facts.serviceTier = served?.serviceTier;
    facts.region = served?.region;
    facts.speed = served?.speed;
    const bill = new Bill();
    for (let i = 0; i < PARTS.length; i += 1) {
      const { meter, cacheTtl, total, onlyIfPriced } = PARTS[i] as Part;
      const quantity = parts[i] as number;
      if (quantity === 0 && !total) continue;
      facts.cacheTtl = cacheTtl;
      bill.charge(meter, cacheTtl, onlyIfPriced, quantity, firstThatHolds(ofPart[i] as readonly Ready[], facts));
    }
    facts.cacheTtl = null;
    for (const tool in usage.tool_calls) {
      const calls = usage.tool_calls[tool] as number;
      const meter: MeterName = `tool_calls:${tool}`;
      if (calls > 0) bill.charge(meter, null, false, calls, firstThatHolds(ofTool.get(meter) ?? anyTool, facts));
    }
    return bill.total(usage);
  };
}

function readyOf(row: PriceRow): Ready {
  const per = BigInt(row.per);
  const unit = row.amountPico % per === 0n ? row.amountPico / per : 0n;
  return { row, scope: scopeOf(row.when), unitPico: unit <= Number.MAX_SAFE_INTEGER ? Number(unit) : 0 };
}

function firstThatHolds(ready: readonly Ready[], facts: RequestFacts): Ready | 'no_price' | 'no_count' {
  for (const each of ready) {
    if (!inForce(each.row, facts.atMs)) continue;
    const match = matches(each.scope, facts);
    if (match === 'yes') return each;
    if (match === 'maybe') return 'no_count';
  }
  return 'no_price';
}

/** Accumulates the cost of one request, by the rules of `priceUsage`. */
class Bill {
  #exact = 0n;
  /** Sum of the terms that are exact integers of a double, while the sum is exact. */
  #small = 0;
  #billed = false;
  #lacking: Lacking[] | null = null;

  charge(
    meter: MeterName,
    cacheTtl: CacheTtl | null,
    onlyIfPriced: boolean,
    quantity: number,
    found: Ready | 'no_price' | 'no_count',
  ): void {
    if (Number.isNaN(quantity)) {
      const matters = typeof found === 'string' ? found !== 'no_price' : found.row.amountPico > 0n;
      if (matters) this.#lacks(meter, cacheTtl, 'no_count');
    } else if (typeof found !== 'string') this.#add(found, quantity);
    else if (quantity > 0 && !(found === 'no_price' && onlyIfPriced)) this.#lacks(meter, cacheTtl, found);
  }

  #add({ row, unitPico }: Ready, quantity: number): void {
    this.#billed = true;
    if (quantity === 0) return;
    const amount = quantity * unitPico;
    if (unitPico > 0 && Number.isSafeInteger(quantity) && this.#small + amount <= Number.MAX_SAFE_INTEGER) {
      this.#small += amount;
    } else this.#exact += amountOf(row, quantity);
  }

  #lacks(meter: MeterName, cacheTtl: CacheTtl | null, because: 'no_price' | 'no_count'): void {
    this.#lacking ??= [];
    this.#lacking.push({ meter, cacheTtl, because });
  }

  total(usage: Usage): CompiledPrice {
    if (this.#lacking !== null) return { totalPico: null, lacking: this.#lacking };
    if (!this.#billed) return { totalPico: null, lacking: [nothingPriced(usage)] };
    return { totalPico: this.#exact + BigInt(this.#small), lacking: NOTHING_LACKING };
  }
}
