/** Metrics that can be computed from one cell. */
export const CELL_METRICS = [
  'requests',
  'errors',
  'error_rate',
  'latency_p50',
  'latency_p95',
  'latency_p99',
  'ttft_p50',
  'ttft_p95',
  'ttft_p99',
  'tokens_in',
  'tokens_out',
  'tokens_cached',
  'cost',
  'cost_per_request',
  'cost_per_outcome',
  'success_rate',
  'quality',
] as const;
export type CellMetric = (typeof CELL_METRICS)[number];

/** Every series that can be requested. `input_drift` compares with a reference window. */
export const METRICS = [...CELL_METRICS, 'input_drift'] as const;
export type Metric = (typeof METRICS)[number];
