/** The kinds of monitors that look at figures of traffic. */
export const SERIES_KINDS = [
  ...([
    'quality',
    'latency',
    'error_rate',
    'burn_rate',
    'outcome',
    'telemetry_missing',
    'injection',
    'metric',
  ] as const),
] as const;
export type SeriesKind = (typeof SERIES_KINDS)[number];
