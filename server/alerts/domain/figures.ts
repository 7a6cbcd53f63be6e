import { sketchOf } from '#server/telemetry/rollup/domain/bin-counts.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { type ClusteredMean, clusteredMean } from '#server/telemetry/rollup/domain/shard-sums.ts';
import { quantileOfSketch, type Sketch, sketchBinOf } from '#server/telemetry/rollup/domain/sketch.ts';

/** What one series did in one window. Quantiles and means are computed once, however many monitors ask for them. */
export class Figures {
  readonly cell: Cell;
  #latency: Sketch | null = null;
  #p99: number | null | undefined;
  #quality: ClusteredMean | null | undefined;

  constructor(cell: Cell) {
    this.cell = cell;
  }

  get n(): number {
    return this.cell.n;
  }

  get errors(): number {
    return this.cell.errors;
  }

  get latency(): Sketch {
    this.#latency ??= sketchOf(this.cell.latency);
    return this.#latency;
  }

  /** Milliseconds. */
  get p99(): number | null {
    if (this.#p99 === undefined) this.#p99 = quantileOfSketch(this.latency, 0.99);
    return this.#p99;
  }

  get quality(): ClusteredMean | null {
    if (this.#quality === undefined) this.#quality = clusteredMean(this.cell.shards);
    return this.#quality;
  }

  /** How many requests took longer than `ms`, within the 1 % that the sketch's bins are wide; and how many were measured. */
  slowerThan(ms: number): { over: number; n: number } {
    const limit = sketchBinOf(ms);
    let over = 0;
    let n = 0;
    for (const [i, bin] of this.latency.bins.entries()) {
      const count = this.latency.counts[i] ?? 0;
      n += count;
      if (bin > limit) over += count;
    }
    return { over, n };
  }
}
