import type { SeriesKind } from '#server/alerts/domain/series-kind.ts';
import { readSignalSpan } from '#server/alerts/signals/read-signal-span.ts';
import { type ReadSpan, readSpan } from './read-traffic.ts';

/** Where the series of a kind of monitor are read: from the rollups of requests, or of signals. */
export const readSpanOf = (kind: SeriesKind): ReadSpan => (kind === 'injection' ? readSignalSpan : readSpan);
