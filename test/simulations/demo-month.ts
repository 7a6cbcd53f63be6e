import { PROMPTS, type SimPrompt } from '#examples/demo/company.ts';
import { seededRandom } from '#examples/demo/random.ts';
import type { SimEvent } from '#examples/demo/task.ts';
import { playDays } from '#examples/demo/traffic.ts';
import { momentOf } from '#examples/demo/when.ts';
import { BUILTINS, type Builtin } from '#server/alerts/domain/builtins.ts';
import { timersOf } from '#server/alerts/domain/condition-kind.ts';
import { type PastFiring, Replay } from '#server/alerts/domain/replay.ts';
import { SERIES_KINDS } from '#server/alerts/domain/series-kind.ts';
import { isOpen, type SeriesMemory, stepMonitor } from '#server/alerts/domain/step-monitor.ts';
import { type Labels, minutesFrom, SeriesView } from '#server/alerts/domain/traffic.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { driftOfWindow } from '#server/telemetry/drift/domain/window-drift.ts';
import { referenceOf } from '#server/telemetry/drift/read-drift-by-prompt.ts';
import { shardOf } from '#server/telemetry/ingest/domain/shard-of.ts';
import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import { addEvent, type Cell, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';

/** The release that went out one morning and came back five hours later. */
export const BAD_RELEASE = { prompt: 'support/reply', version: 2 };

/** The prompt in months without outage, drift and bad release: what is found there is a false alarm. */
const calm = (prompt: SimPrompt): SimPrompt => ({
  ...prompt,
  isCalm: true,
  served: prompt.served.filter(({ version }) => prompt.name !== BAD_RELEASE.prompt || version !== BAD_RELEASE.version),
});

/** When the demo is loaded here: a Friday at noon. */
export const LOADED_AT = Date.UTC(2026, 10, 27, 12);
/** It plays two months, so that the watched one has the past that drift is compared with. */
const DAYS = 60;
const LAG_MS = MINUTE_MS;
/** Between two looks at conditions. */
const CONDITIONS_MS = 10 * MINUTE_MS;

export type DemoFiring = PastFiring & Pick<Builtin, 'key' | 'severity'>;

const num = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** The rollups of one series, filled as time goes on: what has not happened yet, or was not heard of, is not in them. */
class Filling {
  readonly labels: Labels;
  readonly minutes = new Map<number, Cell>();
  readonly hours = new Map<number, Cell>();
  readonly days = new Map<number, Cell>();
  readonly excluded: { from: number; to: number }[] = [];
  readonly baselines = new Map();
  /** When what serves changed. */
  readonly deployments: readonly number[];

  constructor(labels: Labels, deployments: readonly number[] = []) {
    this.labels = labels;
    this.deployments = deployments;
  }

  *cellsAt(at: number): Generator<Cell> {
    for (const [cells, width] of [
      [this.minutes, MINUTE_MS],
      [this.hours, HOUR_MS],
      [this.days, DAY_MS],
    ] as const) {
      const start = Math.floor(at / width) * width;
      let cell = cells.get(start);
      if (cell === undefined) {
        cell = emptyCell();
        cells.set(start, cell);
      }
      yield cell;
    }
  }

  add(event: SimEvent): void {
    for (const cell of this.cellsAt(Date.parse(event.at))) {
      addEvent(cell, {
        ...{ failed: event.status === 'error', latencyMs: num(event.latency_ms), quality: num(event.quality) },
        ...{ inputChars: num(event.input_chars), tokensIn: num(event.tokens_in), shard: shardOf(String(event.user)) },
        ...{ costNano: null, tokensOut: null, tokensCached: null, ttftMs: null, success: null },
      });
    }
  }

  hear(taskAt: number, success: boolean): void {
    for (const cell of this.cellsAt(taskAt)) {
      cell.outcomeN += 1;
      if (success) cell.outcomeOk += 1;
    }
  }

  forgetBefore(end: number): void {
    for (const start of this.minutes.keys()) if (start < minutesFrom(end)) this.minutes.delete(start);
  }
}

/** Drift of one prompt as its monitor steps over it. */
class DriftWatch {
  #memory: SeriesMemory | null = null;
  #past: { from: number; to: number; cell: Cell } | null = null;
  readonly firings: PastFiring[] = [];

  step(filling: Filling, end: number, since: number): void {
    const hour = Math.floor((end - 1) / HOUR_MS) * HOUR_MS;
    const { from, to } = referenceOf(hour, since);
    if (this.#past?.from !== from || this.#past.to !== to) {
      const days = [...filling.days].flatMap(([t, cell]) => (t >= from && t < to ? [cell] : []));
      this.#past = { from, to, cell: sumCells(days) };
    }
    const newest = Array.from({ length: 25 }, (_, i) => filling.hours.get(hour - i * HOUR_MS) ?? emptyCell());
    const [found] = driftOfWindow(newest, [this.#past.cell]);
    const breaches = found?.drift.verdict === 'drift';
    const evidence = { method: 'drift', value: found?.drift.psi ?? null, limit: 0.25, n: 0, needed: 300, windowMin: 0 };
    const wasOpen = this.#memory !== null && isOpen(this.#memory);
    const now = end + LAG_MS;
    this.#memory = stepMonitor({
      ...{ memory: this.#memory, now, windowEnd: end, isAfterPause: false, rule: timersOf('drift') },
      reading: { is: 'measured', breaches, isClear: !breaches, evidence },
    }).memory;
    const isNowOpen = this.#memory !== null && isOpen(this.#memory);
    const { labels } = filling;
    if (isNowOpen && !wasOpen) {
      this.firings.push({
        at: now,
        until: null,
        impactStart: null,
        title: `Prompt length of ${labels.prompt ?? ''} has drifted`,
        evidence,
        labels,
      });
    }
    const last = this.firings.at(-1);
    if (wasOpen && !isNowOpen && last) last.until = now;
  }
}

/** The built-in monitors of traffic by what they group by. */
const watchedBy = (groupedBy: string) =>
  BUILTINS.flatMap((builtin) => {
    const kind = SERIES_KINDS.find((one) => one === builtin.kind);
    // Signals of prompt injection are of stored texts, which the demo has none of.
    if (kind === undefined || kind === 'injection' || builtin.rule.groupBy.join() !== groupedBy) return [];
    return [{ ...builtin, replay: new Replay({ kind, rule: builtin.rule }, LAG_MS) }];
  });

/**
 * What the built-in monitors fire in the last `days` days of the demo, whose own traffic is played from `seed` into rollups
 * and stepped over every `stepMin` minutes. `isCalm`: without outage, bad release and drift.
 */
export function watchDemo(given: { seed: number; days: number; stepMin: number; isCalm: boolean }): DemoFiring[] {
  const { seed, days, stepMin, isCalm } = given;
  const project = new Filling({ environment: 'production' });
  const lines = PROMPTS.map((prompt, i) => lineOf(isCalm ? calm(prompt) : prompt, seed + i));
  const telemetry = watchedBy('environment');
  const stepMs = stepMin * MINUTE_MS;
  const from = LOADED_AT - days * DAY_MS;
  for (let end = LOADED_AT - DAYS * DAY_MS + stepMs; end <= LOADED_AT; end += stepMs) {
    for (const line of lines) line.playUntil(end + LAG_MS, project);
    for (const filling of [project, ...lines.map((line) => line.filling)]) filling.forgetBefore(end);
    if (end < from) continue;
    for (const line of lines) line.step(end);
    const view = new SeriesView(project, end);
    for (const { replay } of telemetry) replay.step(view, end);
  }
  const fired = [...telemetry, ...lines.flatMap((line) => line.watched)].flatMap(({ key, severity, replay }) =>
    replay.firings.map((firing) => ({ ...firing, key, severity })),
  );
  const drifted = lines.flatMap(({ drift }) =>
    drift.firings.map((one) => ({ ...one, key: 'drift', severity: 'ticket' as const })),
  );
  return [...fired, ...drifted].sort((a, b) => a.at - b.at);
}

/** One prompt: its traffic as it comes, and its monitors. */
function lineOf(prompt: SimPrompt, seed: number) {
  const deployments = prompt.served.map((one) => momentOf(one, LOADED_AT));
  const filling = new Filling({ prompt: prompt.name, environment: 'production' }, deployments);
  const tasks = playDays(prompt, LOADED_AT, DAYS, seededRandom(seed));
  const heard = new Map<number, { taskAt: number; success: boolean }[]>();
  const watched = watchedBy('prompt,environment');
  const drift = new DriftWatch();
  let next = tasks.next();
  let told = LOADED_AT - DAYS * DAY_MS;
  const deployedAt = (now: number): number => deployments.findLast((at) => at <= now) ?? 0;
  const spoil = () => {
    filling.excluded.length = 0;
    for (const { replay } of watched)
      for (const { at, impactStart, until } of replay.firings)
        filling.excluded.push({ from: impactStart ?? at, to: until ?? Number.POSITIVE_INFINITY });
  };
  return {
    ...{ filling, watched, drift },
    playUntil(now: number, project: Filling): void {
      for (; !next.done; next = tasks.next()) {
        const { events, outcome } = next.value;
        const last = events.at(-1);
        if (last === undefined || Date.parse(events[0]?.at ?? '') >= now) break;
        for (const event of events) {
          filling.add(event);
          for (const cell of project.cellsAt(Date.parse(event.at))) cell.n += 1;
        }
        if (outcome === null) continue;
        const minute = Math.floor(Date.parse(outcome.at) / MINUTE_MS) * MINUTE_MS;
        const list = heard.get(minute) ?? [];
        list.push({ taskAt: Date.parse(last.at), success: outcome.success });
        heard.set(minute, list);
      }
      for (; told < now; told += MINUTE_MS) {
        for (const { taskAt, success } of heard.get(told) ?? []) filling.hear(taskAt, success);
        heard.delete(told);
      }
    },
    step(end: number): void {
      const view = new SeriesView(filling, end);
      const before = watched.map(({ replay }) => replay.firings.length).join();
      for (const { replay } of watched) replay.step(view, end);
      if (before !== watched.map(({ replay }) => replay.firings.length).join()) spoil();
      if (end % CONDITIONS_MS === 0) drift.step(filling, end, deployedAt(end));
    },
  };
}
