import type { BilledLine } from './explain.ts';
import { UNSPLIT } from './invoice-line.ts';
import { bothLines, type LedgerLine } from './ledger-lines.ts';

const WRITTEN = 'tokens_cache_write';

/**
 * Both sides by meters that they have in common: reasoning is output, as vendors bill it; tokens written to a cache are
 * one meter where a side does not say for how long; and where a side has an amount of a model that no meter splits, the
 * whole model of that day is compared as one.
 */
export function alignMeters(
  ledger: readonly LedgerLine[],
  billed: readonly BilledLine[],
): { ledger: LedgerLine[]; billed: BilledLine[] } {
  const keyOf = ({ day, model }: { day: number; model: string }) => JSON.stringify([day, model]);
  const whole = new Set(
    [...billed.filter(({ meter }) => meter === UNSPLIT), ...ledger.filter(({ unsplit }) => unsplit === 'no_price')].map(
      keyOf,
    ),
  );
  const written = new Set([...ledger, ...billed].filter(({ meter }) => meter === WRITTEN).map(keyOf));
  const aligned = <L extends { day: number; model: string; meter: string }>(line: L): L => {
    const { model, meter } = line;
    if (model === '') return line;
    if (whole.has(keyOf(line))) return { ...line, meter: UNSPLIT };
    if (meter === 'tokens_reasoning') return { ...line, meter: 'tokens_out' };
    return meter.startsWith(`${WRITTEN}:`) && written.has(keyOf(line)) ? { ...line, meter: WRITTEN } : line;
  };
  const merged = new Map<string, LedgerLine>();
  for (const line of ledger.map(aligned)) {
    const isWhole = whole.has(keyOf(line));
    const own = isWhole ? { ...line, unsplit: 'no_price' as const, quantity: 0, unpricedQuantity: 0 } : line;
    const key = JSON.stringify([own.day, own.model, own.meter]);
    const known = merged.get(key);
    merged.set(key, known === undefined ? own : bothLines(known, own));
  }
  return { ledger: [...merged.values()], billed: billed.map(aligned) };
}
