import type { RequestRow } from './event-row.ts';
import type { RequestDetail } from './read-request.ts';

const time = (ms: number): string => new Date(ms).toISOString();

/** A request as `GET /api/v1/events` answers it: the fields of an event, times in RFC 3339. */
export function wireEvent(row: RequestRow): Record<string, unknown> {
  return {
    id: row.id,
    at: time(row.at),
    environment: row.environment,
    prompt: row.prompt,
    version: row.version,
    model: row.model,
    provider: row.provider,
    service: row.service,
    arm: row.arm,
    status: row.status,
    error_code: row.errorCode,
    attempt: row.attempt,
    ttft_ms: row.ttftMs,
    latency_ms: row.latencyMs,
    tokens_in: row.tokensIn,
    tokens_out: row.tokensOut,
    tokens_cached: row.tokensCached,
    tokens_reasoning: row.tokensReasoning,
    cost_usd: row.cost,
    quality: row.quality,
    user: row.user,
    session: row.session,
    trace_id: row.traceId,
    tags: row.tags,
  };
}

/** A request as `GET /api/v1/events/{id}` answers it. */
export function wireDetail(detail: RequestDetail): Record<string, unknown> {
  return {
    ...wireEvent(detail),
    received_at: time(detail.receivedAt),
    clock_skew: detail.clockSkew,
    operation_id: detail.operationId,
    unit: detail.unit,
    rollout_id: detail.rolloutId,
    outcome_id: detail.outcomeId,
    query_type: detail.queryType,
    input_chars: detail.inputChars,
    registered: detail.registered,
    outcome: detail.outcome && { ...detail.outcome, at: time(detail.outcome.at) },
    feedback: detail.feedback.map((one) => ({ ...one, at: time(one.at) })),
    input: detail.input,
    output: detail.output,
  };
}
