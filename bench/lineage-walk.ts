/** Claim: what a tainted dataset has touched is found over 10,000 edges in 100 ms at most, the first walk of a process. */
import { timeWalk } from '#test/simulations/lineage-graph.ts';

const EDGES = 10_000;
const MAX_MS = 100;

const { ms, touched, serving } = timeWalk(EDGES);
console.log(
  `${ms <= MAX_MS ? 'held' : 'MISSED'}: ${EDGES.toLocaleString('en')} edges in ${ms.toFixed(1)} ms; touched ${touched.toLocaleString('en')}, of which ${serving.toLocaleString('en')} serve`,
);
process.exitCode = ms <= MAX_MS ? 0 : 1;
