import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import type { Filters } from '#components/shell/filters/filters.ts';
import type { TimeWindow } from '#components/shell/time/time-range.ts';
import { telemetryFilters } from '#components/telemetry/monitor-input.ts';
import { EVENT_STATUSES, type EventStatus } from '#server/telemetry/event/domain/event-fields.ts';

/** The filters that only the list of requests has; `id` is the request that is open beside it. */
export const requestParsers = {
  status: parseAsStringLiteral(EVENT_STATUSES),
  code: parseAsString,
  key: parseAsString,
  user: parseAsString,
  session: parseAsString,
  trace: parseAsString,
  id: parseAsString,
};

export type RequestState = {
  status: EventStatus | null;
  code: string | null;
  key: string | null;
  user: string | null;
  session: string | null;
  trace: string | null;
  id: string | null;
};

/** The request filters of a URL, for pages. */
export const readRequestState = createLoader(requestParsers);

const PAGE_ROWS = 100;

/** The read of the list, made from the URL: the same on the server and in the browser. */
export function requestsInput(project: string, filters: Filters, window: TimeWindow, state: RequestState) {
  return {
    project,
    ...telemetryFilters(filters),
    from: window.from,
    to: window.to,
    status: state.status ?? undefined,
    errorCode: state.code ?? undefined,
    apiKey: state.key ?? undefined,
    user: state.user ?? undefined,
    session: state.session ?? undefined,
    traceId: state.trace ?? undefined,
    limit: PAGE_ROWS,
  };
}
