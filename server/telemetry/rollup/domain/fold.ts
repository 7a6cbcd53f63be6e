import { addCell, addEvent, type Cell, type Dims, emptyCell, type Measures } from './cell.ts';
import { keyOfDims } from './dims-key.ts';
import { GROUPING_SETS, type GroupingSet, project } from './grouping-set.ts';

/** Rows of one bucket: key → what it stands for and what happened. */
export type Keyed = Map<bigint, { dims: Dims; cell: Cell }>;
/** All rows of one bucket, by `set_id`. */
export type Bucket = Map<number, Keyed>;

/** Raw events of one bucket while they are read: by series, and failures by series and code. */
export type OpenBucket = { series: Keyed; errors: Keyed };

/** A bucket into which nothing was counted yet. */
export const openBucket = (): OpenBucket => ({ series: new Map(), errors: new Map() });

/** Counts an event, whose `dims` and `measures` are read and not kept. */
export function addToBucket(bucket: OpenBucket, seriesId: bigint, dims: Dims, measures: Measures): void {
  let series = bucket.series.get(seriesId);
  if (series === undefined) {
    series = { dims: { ...dims, errorCode: 0 }, cell: emptyCell() };
    bucket.series.set(seriesId, series);
  }
  addEvent(series.cell, measures);
  if (!measures.failed) return;
  const failure = cellOf(bucket.errors, dims);
  failure.n += 1;
  failure.errors += 1;
}

/** Most series of one bucket that keep a row of their own; the smaller ones share the row with key 0. */
export const SERIES_MAX = 2000;
/** The key of what did not get a row of its own. */
export const OTHER_KEY = 0n;

/** The key of a series in each grouping set, cached over the buckets of one run: computing it costs more than adding the cell. */
export type Memo = Map<bigint, Map<number, { key: bigint; dims: Dims }>>;

/** The rows of every grouping set, each from the series: an event is folded once, not nine times. */
export function closeBucket(open: OpenBucket, memo: Memo = new Map()): Bucket {
  const bucket: Bucket = new Map();
  for (const set of SETS) bucket.set(set.id, rowsOf(set, open, memo));
  return bucket;
}

const SETS: readonly GroupingSet[] = Object.values(GROUPING_SETS);

function rowsOf(set: GroupingSet, open: OpenBucket, memo: Memo): Keyed {
  if (set.id === GROUPING_SETS.seriesError.id) return open.errors;
  if (set.id === GROUPING_SETS.series.id) return capSeries(open.series);
  // Where names are many, most rows stand for one series: its cell is theirs until a second one comes.
  const rows = new Map<bigint, { dims: Dims; cell: Cell; borrowed: boolean }>();
  for (const [seriesKey, { dims, cell }] of set.failuresOnly ? open.errors : open.series) {
    const place = placeIn(set, seriesKey, dims, memo);
    const row = rows.get(place.key);
    if (row === undefined) {
      rows.set(place.key, { dims: place.dims, cell, borrowed: true });
      continue;
    }
    if (row.borrowed) {
      const own = emptyCell();
      addCell(own, row.cell);
      row.cell = own;
      row.borrowed = false;
    }
    addCell(row.cell, cell);
  }
  return rows;
}

function placeIn(set: GroupingSet, seriesKey: bigint, dims: Dims, memo: Memo): { key: bigint; dims: Dims } {
  let places = memo.get(seriesKey);
  if (places === undefined) {
    places = new Map();
    memo.set(seriesKey, places);
  }
  let place = places.get(set.id);
  if (place === undefined) {
    const projected = project(set, dims);
    place = { key: keyOfDims(projected), dims: projected };
    places.set(set.id, place);
  }
  return place;
}

/** Keeps the largest series and folds the rest into one row: unbounded names of one sender must not slow the charts of others. */
export function capSeries(series: Keyed, most = SERIES_MAX): Keyed {
  if (series.size <= most) return series;
  const bySize = [...series].sort(([, a], [, b]) => b.cell.n - a.cell.n);
  const other = emptyCell();
  for (const [, { cell }] of bySize.slice(most - 1)) addCell(other, cell);
  const kept: Keyed = new Map(bySize.slice(0, most - 1));
  const none = { environment: 0, prompt: 0, version: 0, model: 0, service: 0, arm: 0, errorCode: 0 };
  return kept.set(OTHER_KEY, { dims: none, cell: other });
}

function cellOf(rows: Keyed, dims: Dims): Cell {
  const key = keyOfDims(dims);
  let row = rows.get(key);
  if (row === undefined) {
    row = { dims: { ...dims }, cell: emptyCell() };
    rows.set(key, row);
  }
  return row.cell;
}
