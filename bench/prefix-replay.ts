/** Claim: what a prefix cache would have saved on a million requests is replayed in 10 s at most. */
import { timeReplay } from '#test/simulations/prefix-requests.ts';

const REQUESTS = 1_000_000;
const MAX_MS = 10_000;

const ms = timeReplay(REQUESTS);
console.log(
  `${ms <= MAX_MS ? 'held' : 'MISSED'}: ${REQUESTS.toLocaleString('en')} requests in ${(ms / 1000).toFixed(2)} s`,
);
process.exitCode = ms <= MAX_MS ? 0 : 1;
