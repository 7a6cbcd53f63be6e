import type { z } from 'zod';
import type { CanaryRow } from './canaries.ts';
import type { canariesResponse, hitResponse, signalsResponse } from './contract.ts';
import type { FoundRequest } from './read-hits.ts';
import type { Signals } from './read-signals.ts';

const time = (ms: number): string => new Date(ms).toISOString();

/** The series as the edge sends it. */
export const signalsWire = ({ stepMs, coverage, series, leftOut }: Signals): z.input<typeof signalsResponse> => {
  const { storesTexts, scannedUntil, ...sums } = coverage;
  return {
    step: stepMs / 1000,
    coverage: {
      ...sums,
      stores_texts: storesTexts,
      scanned_until: scannedUntil === null ? null : time(scannedUntil),
    },
    series: series.map(({ points, ...names }) => ({
      ...names,
      points: points.map(([at, ...figures]): [string, number, number, number | null] => [time(at), ...figures]),
    })),
    series_left_out: leftOut,
  };
};

/** A request with signals as the edge sends it. */
export const hitWire = ({ requestId, at, ...rest }: FoundRequest): z.input<typeof hitResponse> => ({
  ...{ request_id: requestId, at: time(at) },
  ...rest,
});

/** The canaries as the edge sends them. */
export const canariesWire = (rows: readonly CanaryRow[]): z.input<typeof canariesResponse> => ({
  data: rows.map(({ prompt, canary, updatedAt, updatedBy }) => ({
    ...{ prompt, canary, updated_at: updatedAt.toISOString(), updated_by: updatedBy },
  })),
});
