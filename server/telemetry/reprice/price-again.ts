import { nanoOf } from '#server/models/prices/domain/amount.ts';
import { type CompiledPrices, compilePrices } from '#server/models/prices/domain/compile-prices.ts';
import type { PriceRow } from '#server/models/prices/domain/price-row.ts';
import { measure } from '#server/telemetry/event/domain/measure.ts';
import { isNotBilled } from '#server/telemetry/event/domain/not-billed.ts';
import { countedIn } from '#server/telemetry/event/stored-counts.ts';
import { PRICED_HERE } from '#server/telemetry/ingest/domain/event-time.ts';
import type { PricedAgain } from './domain/figures.ts';
import type { Candidate } from './read-candidates.ts';

/** The largest cost that its column holds. */
const NANO_MAX = 2 ** 63 - 1024;

export type PriceAgain = (event: Candidate) => PricedAgain;

/** Prices events of a provider by rows as ingest would. A cost that came with its event stays. */
export function priceAgain(provider: string, rows: readonly PriceRow[]): PriceAgain {
  const price: CompiledPrices = compilePrices(rows);
  return (event) => {
    const before = event.cost;
    if (before !== null && (event.flags & PRICED_HERE) === 0) {
      return { before, after: before, recorded: true, lacking: [] };
    }
    const hasUsage = event.usage !== null || event.toolCalls !== null;
    if (isNotBilled({ ...event, hasUsage })) return { before, after: 0, recorded: false, lacking: [] };
    const { usage, served } = measure(countedIn(event, event.toolCalls), provider, event.usage);
    const { totalPico, lacking } = price(usage, event.ms, served);
    const after = totalPico === null ? null : Math.min(nanoOf(totalPico), NANO_MAX);
    return { before, after, recorded: false, lacking };
  };
}
