import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type AnyEdgeRoute, created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { eventsQuery, eventsResponse, feedbackBody, metricsQuery, outcomesBody } from './contract.ts';
import { eventDetailResponse, eventListResponse, eventsBody, metricsResponse } from './event/event-shapes.ts';
import { wireDetail, wireEvent } from './event/event-wire.ts';
import { acceptEvents } from './ingest/accept-events.ts';
import { acceptOutcomes } from './ingest/accept-outcomes.ts';
import { addFeedback } from './ingest/add-feedback.ts';
import { processMetrics } from './ingest/process-metrics.ts';
import { readEventsBody } from './ingest/read-events-body.ts';
import { readMetrics } from './query/read-metrics.ts';
import { readRequest } from './query/read-request.ts';
import { readRequestById, readRequests } from './query/read-requests.ts';

const msOf = (text: string | null | undefined): number | undefined => (text == null ? undefined : Date.parse(text));

export const telemetryRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/events',
    action: 'event.write',
    summary: 'Send events, at most 1,000 a call, as JSON or NDJSON; the response comes after COMMIT',
    creates: 'itself',
    raw: true,
    atOnce: true,
    rawBody: eventsBody,
    rawTypes: ['application/x-ndjson'],
    refuses: [429],
    responses: { 207: eventsResponse },
    handle: async ({ ctx, bytes, header }) => {
      const key = header('idempotency-key');
      const batch = key === undefined ? null : { key, bodyHash: createHash('sha256').update(bytes).digest() };
      const body = readEventsBody(bytes, header('content-type'));
      return { status: 207, body: await acceptEvents(ctx, { ...body, batch }) };
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/outcomes',
    action: 'event.write',
    summary: 'Say how tasks ended; the last outcome of an outcome_id counts',
    body: outcomesBody,
    atOnce: true,
    creates: true,
    responses: { 207: eventsResponse },
    handle: async ({ ctx, body }) => ({ status: 207, body: await acceptOutcomes(ctx, body.outcomes) }),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/feedback',
    action: 'event.write',
    summary: 'Score an event, or the newest event of a trace; the name quality counts as its quality',
    body: feedbackBody,
    atOnce: true,
    creates: true,
    addsEachTime: true,
    responses: { 201: z.object({ id: z.string(), event_id: z.string().nullable() }) },
    handle: async ({ ctx, body }) => created(await addFeedback(ctx, body)),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/metrics',
    action: 'event.read',
    summary: 'A metric over time, as the charts draw it',
    query: metricsQuery,
    responses: { 200: metricsResponse },
    handle: async ({ ctx, query }) => ok(await readMetrics(ctx, query)),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/events',
    action: 'event.read',
    summary: 'Events, newest first',
    query: eventsQuery,
    responses: { 200: eventListResponse },
    handle: async ({ ctx, query }) => {
      const { id, error_code: errorCode, trace_id: traceId, api_key: apiKey, from, to, ...rest } = query;
      if (id !== undefined) return ok({ data: (await readRequestById(ctx, id)).map(wireEvent), next_cursor: null });
      const page = await readRequests(ctx, { ...rest, errorCode, traceId, apiKey, from: msOf(from), to: msOf(to) });
      return ok({ data: page.data.map(wireEvent), next_cursor: page.nextCursor });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/events/{id}',
    action: 'event.read',
    summary: 'One event with its outcome and feedback',
    responses: { 200: eventDetailResponse },
    handle: async ({ ctx, params }) => ok(wireDetail(await readRequest(ctx, params.id ?? ''))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/metrics',
    action: 'health.read',
    summary: 'This process, in the Prometheus text format',
    responseType: 'text/plain; version=0.0.4',
    handle: ({ ctx }) => ({
      status: 200,
      body: processMetrics(ctx),
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    }),
  }),
];
