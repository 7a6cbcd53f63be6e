import { addBin, addBins, type BinCounts, emptyBins } from './bin-counts.ts';
import { addScore, addShards, emptyShards, type ShardSums } from './shard-sums.ts';
import { sketchBinOf } from './sketch.ts';

/** Dictionary ids of what an event belongs to; 0 = none. */
export type Dims = {
  environment: number;
  prompt: number;
  version: number;
  model: number;
  service: number;
  arm: number;
  errorCode: number;
};

/** What an event adds to a bucket. `null` = unknown: left out of sums and sketches. */
export type Measures = {
  failed: boolean;
  /** US dollars × 10^9. */
  costNano: number | null;
  tokensIn: number | null;
  tokensOut: number | null;
  tokensCached: number | null;
  latencyMs: number | null;
  ttftMs: number | null;
  inputChars: number | null;
  /** 0..1: the event's own, else the mean of its feedback named `quality`. */
  quality: number | null;
  /** −1 = the event is a cluster of its own. */
  shard: number;
  /** Of the task that this event counts; null where it counts none or the outcome is not known yet. */
  success: boolean | null;
};

/** Everything a chart can show of one bucket and key. Cells add up. */
export type Cell = {
  n: number;
  errors: number;
  costNano: number;
  costN: number;
  tokensIn: number;
  tokensInN: number;
  tokensOut: number;
  tokensOutN: number;
  tokensCached: number;
  tokensCachedN: number;
  qualitySum: number;
  qualityN: number;
  outcomeN: number;
  outcomeOk: number;
  latency: BinCounts;
  ttft: BinCounts;
  inputChars: BinCounts;
  /** Of `tokens_in` where `input_chars` is unknown: one sketch never mixes units. */
  inputTokens: BinCounts;
  shards: ShardSums;
};

/** A cell of no event at all. */
export function emptyCell(): Cell {
  return {
    n: 0,
    errors: 0,
    costNano: 0,
    costN: 0,
    tokensIn: 0,
    tokensInN: 0,
    tokensOut: 0,
    tokensOutN: 0,
    tokensCached: 0,
    tokensCachedN: 0,
    qualitySum: 0,
    qualityN: 0,
    outcomeN: 0,
    outcomeOk: 0,
    latency: emptyBins(),
    ttft: emptyBins(),
    inputChars: emptyBins(),
    inputTokens: emptyBins(),
    shards: emptyShards(),
  };
}

/** Counts one event. */
export function addEvent(cell: Cell, event: Measures): void {
  cell.n += 1;
  if (event.failed) cell.errors += 1;
  if (event.costNano !== null) {
    cell.costNano += event.costNano;
    cell.costN += 1;
  }
  if (event.tokensIn !== null) {
    cell.tokensIn += event.tokensIn;
    cell.tokensInN += 1;
  }
  if (event.tokensOut !== null) {
    cell.tokensOut += event.tokensOut;
    cell.tokensOutN += 1;
  }
  if (event.tokensCached !== null) {
    cell.tokensCached += event.tokensCached;
    cell.tokensCachedN += 1;
  }
  if (event.quality !== null) {
    cell.qualitySum += event.quality;
    cell.qualityN += 1;
    addScore(cell.shards, event.shard, event.quality);
  }
  if (event.success !== null) {
    cell.outcomeN += 1;
    if (event.success) cell.outcomeOk += 1;
  }
  if (event.latencyMs !== null) addBin(cell.latency, sketchBinOf(event.latencyMs), 1);
  if (event.ttftMs !== null) addBin(cell.ttft, sketchBinOf(event.ttftMs), 1);
  if (event.inputChars !== null) addBin(cell.inputChars, sketchBinOf(event.inputChars), 1);
  else if (event.tokensIn !== null) addBin(cell.inputTokens, sketchBinOf(event.tokensIn), 1);
}

/** Adds `other` to `cell`. Written out: a worker does this more often than anything else. */
export function addCell(cell: Cell, other: Cell): void {
  cell.n += other.n;
  cell.errors += other.errors;
  cell.costNano += other.costNano;
  cell.costN += other.costN;
  cell.tokensIn += other.tokensIn;
  cell.tokensInN += other.tokensInN;
  cell.tokensOut += other.tokensOut;
  cell.tokensOutN += other.tokensOutN;
  cell.tokensCached += other.tokensCached;
  cell.tokensCachedN += other.tokensCachedN;
  cell.qualitySum += other.qualitySum;
  cell.qualityN += other.qualityN;
  cell.outcomeN += other.outcomeN;
  cell.outcomeOk += other.outcomeOk;
  addBins(cell.latency, other.latency);
  addBins(cell.ttft, other.ttft);
  addBins(cell.inputChars, other.inputChars);
  addBins(cell.inputTokens, other.inputTokens);
  addShards(cell.shards, other.shards);
}
