import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { baselineAt, type Measure, type Past, type Span } from './baseline.ts';
import { Figures } from './figures.ts';
import type { View } from './judge.ts';
import type { Baseline } from './reading.ts';
import type { RuleFilter } from './rule.ts';
import type { SeriesMemory } from './step-monitor.ts';

/** The names of a series: of each dimension that it is grouped or filtered by, where its requests have one. */
export type Labels = Readonly<Record<string, string>>;

/** What is known of a series at one moment. Cells by the start of their minute or hour, in ms. */
export type SeriesTraffic = {
  labels: Labels;
  minutes: ReadonlyMap<number, Cell>;
  /** Before the minutes: of the last hours, and of those that are usual. */
  hours: ReadonlyMap<number, Cell>;
  excluded: readonly Span[];
  /** When what serves this prompt in this environment changed (ms, ascending); empty of other series. */
  deployments: readonly number[];
  /** Baselines that are computed already, by measure and hour. */
  baselines: Map<string, Baseline>;
};

type Counts = { n: number; errors: number };

/** Labels in one order, as text: equal for the same series. */
export const labelsKey = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Whether a series is of the traffic that a rule watches. */
export const isWatched = (filter: RuleFilter, labels: Labels): boolean =>
  Object.entries(filter).every(([name, value]) => value === undefined || labels[name] === String(value));

/** Where the minutes that are read begin: a whole hour, at least an hour before `end`. In ms. */
export const minutesFrom = (end: number): number => Math.floor((end - HOUR_MS) / HOUR_MS) * HOUR_MS;

/**
 * A series as its monitors see it: windows end at `end`, a whole minute; those longer than an hour begin at a whole hour, so
 * that they are read from rollups of hours. Each window and baseline is computed once, however many monitors ask.
 */
export class SeriesView {
  readonly #series: SeriesTraffic;
  readonly #end: number;
  readonly #windows = new Map<number, Figures>();
  readonly #counts = new Map<number, Counts>();
  readonly #since = new Map<string, Figures>();

  constructor(series: SeriesTraffic, end: number) {
    this.#series = series;
    this.#end = end;
  }

  get labels(): Labels {
    return this.#series.labels;
  }

  get minutes(): ReadonlyMap<number, Cell> {
    return this.#series.minutes;
  }

  window(minutes: number): Figures {
    let figures = this.#windows.get(minutes);
    if (figures === undefined) {
      figures = this.windowSince(this.#end - minutes * MINUTE_MS);
      this.#windows.set(minutes, figures);
    }
    return figures;
  }

  counts(minutes: number): Counts {
    let counts = this.#counts.get(minutes);
    if (counts === undefined) {
      counts = this.countsSince(this.#end - minutes * MINUTE_MS);
      this.#counts.set(minutes, counts);
    }
    return counts;
  }

  /** What came at or after `from`; of an hour that began before the minutes, all of it. */
  windowSince(from: number): Figures {
    return new Figures(sumCells(this.#cellsSince(from)));
  }

  /** The window of so many minutes, not longer than the version that serves now has served, to the nearest hour where it is long. */
  #windowServed(minutes: number, since: number | null): Figures {
    const deployed = this.#series.deployments.findLast((at) => at <= this.#end) ?? 0;
    const whole = this.#end - minutes * MINUTE_MS;
    const after = minutes > 60 ? 0 : (since ?? 0);
    const from = Math.max(whole, Math.ceil(Math.max(deployed, after) / MINUTE_MS) * MINUTE_MS);
    if (from === whole) return this.window(minutes);
    const hoursFrom = deployed > whole ? Math.round(deployed / HOUR_MS) * HOUR_MS : undefined;
    const key = `${from} ${hoursFrom}`;
    const known = this.#since.get(key) ?? new Figures(sumCells(this.#cellsSince(from, hoursFrom)));
    this.#since.set(key, known);
    return known;
  }

  countsSince(from: number): Counts {
    let [n, errors] = [0, 0];
    for (const cell of this.#cellsSince(from)) {
      n += cell.n;
      errors += cell.errors;
    }
    return { n, errors };
  }

  *#cellsSince(from: number, hoursFrom = Math.floor(from / HOUR_MS) * HOUR_MS): Generator<Cell> {
    const { minutes, hours } = this.#series;
    const split = minutesFrom(this.#end);
    for (let minute = Math.max(from, split); minute < this.#end; minute += MINUTE_MS) {
      const cell = minutes.get(minute);
      if (cell !== undefined) yield cell;
    }
    for (let hour = hoursFrom; hour < split; hour += HOUR_MS) {
      const cell = hours.get(hour);
      if (cell !== undefined) yield cell;
    }
  }

  baselineOf(measure: Measure, pinned: number | null): Baseline {
    const { hours, excluded, baselines } = this.#series;
    const key = `${measure} ${pinned} ${Math.floor(this.#end / HOUR_MS)}`;
    const known = baselines.get(key);
    if (known !== undefined) return known;
    const past: Past = { at: this.#end, hours, excluded };
    const baseline = baselineAt(past, measure, pinned);
    baselines.set(key, baseline);
    return baseline;
  }

  /**
   * What a monitor sees of it: the frozen baseline of an alert that is open, and of windows up to an hour only what came
   * after the last alert was over.
   */
  viewOf(measure: Measure, pinned: number | null, memory: SeriesMemory | null): View {
    const since = memory?.evidenceFrom ?? null;
    const isWhole = (minutes: number): boolean =>
      since === null || minutes > 60 || since <= this.#end - minutes * MINUTE_MS;
    return {
      window: (minutes) => (isWhole(minutes) ? this.window(minutes) : this.windowSince(since ?? 0)),
      windowServed: (minutes) => this.#windowServed(minutes, since),
      counts: (minutes) => (isWhole(minutes) ? this.counts(minutes) : this.countsSince(since ?? 0)),
      baseline: () => memory?.baseline ?? this.baselineOf(measure, pinned),
      sameHourN: () => this.sameHourN(),
    };
  }

  sameHourN(): number[] {
    const hour = Math.floor(this.#end / HOUR_MS) * HOUR_MS;
    return [1, 2, 3].map((week) => this.#series.hours.get(hour - week * 168 * HOUR_MS)?.n ?? 0);
  }
}
