import type { Figures } from '#server/telemetry/reprice/domain/figures.ts';

/**
 * What a month will have cost once its events are priced again, in 10⁻¹² dollars: the same sum with the difference, or
 * the costs that become known where none was. Null: unknown, before and after.
 */
export function spentAfter(spentPico: bigint | null, { beforePico, afterPico, becameKnown }: Figures): bigint | null {
  if (spentPico !== null) return spentPico + afterPico - beforePico;
  return becameKnown > 0 ? afterPico : null;
}

/** The thresholds (percent, ascending) that are passed after and were not before, and the other way round. */
export function passedBy(
  limitPico: bigint,
  percents: readonly number[],
  { before, after }: { before: bigint | null; after: bigint | null },
): { passes: number[]; falls: number[] } {
  const isPassed = (spent: bigint | null, percent: number) =>
    spent !== null && spent * 100n >= limitPico * BigInt(percent);
  return {
    passes: percents.filter((percent) => isPassed(after, percent) && !isPassed(before, percent)),
    falls: percents.filter((percent) => isPassed(before, percent) && !isPassed(after, percent)),
  };
}
