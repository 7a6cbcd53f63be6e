import { activeFilters, type Filters } from '#components/shell/filters/filters.ts';
import type { TimeRangeState, TimeWindow } from '#components/shell/time/time-range.ts';
import { rangeQuery } from '#components/shell/time/window-query.ts';
import type { Inputs } from '#components/shell/trpc.ts';
import { ARMS } from '#server/telemetry/event/domain/event-fields.ts';

/** A version filter of the URL that is no whole number is ignored. */
const versionOf = (text: string | undefined): number | undefined =>
  text && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

/** The filters of the URL, as telemetry reads take them. */
export function telemetryFilters(filters: Filters) {
  const { version, arm, ...rest } = activeFilters(filters);
  return { ...rest, version: versionOf(version), arm: ARMS.find((each) => each === arm) };
}

/** The one read of the monitor page, made from the URL: the same on the server and in the browser. */
export function monitorInput(project: string, filters: Filters, window: TimeWindow): Inputs['telemetry']['monitor'] {
  const compare = window.compare === null ? undefined : window.compare.kind === 'previous' ? 'previous' : 'week';
  return { project, ...telemetryFilters(filters), from: window.from, to: window.to, compare };
}

/** Filters and range as a query, to open another page with the same view. */
export function addressOf(filters: Filters, state: TimeRangeState): Record<string, string> {
  return { ...activeFilters(filters), ...rangeQuery(state) };
}
