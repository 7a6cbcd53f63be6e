import type { RequestDetail } from '#server/telemetry/query/read-request.ts';
import { fieldsShownIn, type StoredValues } from './domain/event-fields.ts';
import type { RequestRow } from './event-row.ts';

/** Stored fields under the names they were sent with. */
const storedFields = <W extends 'list' | 'detail'>(row: StoredValues<W>, where: W): Record<string, unknown> =>
  Object.fromEntries(
    fieldsShownIn(where).map(({ field, property }) => [field, (row as Record<string, unknown>)[property]]),
  );

const time = (ms: number): string => new Date(ms).toISOString();

/** A request as `GET /api/v1/events` returns it: the fields of an event, times in RFC 3339. */
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
    ...storedFields(row, 'list'),
    cost_usd: row.cost,
    tags: row.tags,
  };
}

const wireCost = ({ costSource, arithmetic: { lines, total, lacking }, usageUnread, usageProblem }: RequestDetail) => ({
  source: costSource,
  total_usd: total,
  lines: lines.map(({ cacheTtl, price, amount, ...line }) => ({
    ...line,
    cache_ttl: cacheTtl,
    price_usd: price,
    amount_usd: amount,
  })),
  lacking: lacking.map((one) => ({
    meter: one.meter,
    cache_ttl: 'cacheTtl' in one ? one.cacheTtl : null,
    because: one.because,
    whole: 'whole' in one ? one.whole : null,
  })),
  usage_unread: usageUnread,
  usage_problem: usageProblem,
});

/** A request as `GET /api/v1/events/{id}` returns it. */
export function wireDetail(detail: RequestDetail): Record<string, unknown> {
  return {
    ...wireEvent(detail),
    received_at: time(detail.receivedAt),
    clock_skew: detail.clockSkew,
    ...storedFields(detail, 'detail'),
    query_type: detail.queryType,
    api_key: detail.apiKey,
    cache_write: detail.cacheWrite,
    tool_calls: detail.toolCalls,
    usage: detail.usage,
    cost: wireCost(detail),
    registered: detail.registered,
    outcome: detail.outcome && { ...detail.outcome, at: time(detail.outcome.at) },
    feedback: detail.feedback.map((one) => ({ ...one, at: time(one.at) })),
    input: detail.input,
    output: detail.output,
  };
}
