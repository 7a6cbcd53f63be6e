/** What a monitor watches. Those of the last line fire on events of ours instead of a series. */
export const MONITOR_KINDS = [
  ...([
    'quality',
    'latency',
    'error_rate',
    'burn_rate',
    'outcome',
    'drift',
    'telemetry_missing',
    'feedback',
    'injection',
  ] as const),
  ...(['metric'] as const),
  ...(['budget', 'spend_jump', 'retirement', 'fallback', 'gate', 'rollout'] as const),
] as const;
export type MonitorKind = (typeof MONITOR_KINDS)[number];
