/**
 * Claim: the heuristics look at 1,000 requests of 2,000 characters in at most 5 s of the worker, and no text costs them more
 * than in proportion to its length. Prints precision and recall on the labelled set, by class.
 */
import { linesOf, measureLabelled, readLabelled, scanLabelled } from '#test/harness/injection.ts';

const REQUESTS = 1_000;
const MS_MAX = 5_000;
const CHARS = 2_000;

const all = readLabelled();
const parts = [
  ['tuned on', all.filter(({ isHeldBack }) => !isHeldBack)],
  ['held back', all.filter(({ isHeldBack }) => isHeldBack)],
  ['all', all],
] as const;
for (const [title, list] of parts) for (const line of linesOf(title, measureLabelled(list))) console.log(line);

const benign = all.filter(({ isAttack }) => !isAttack).map(({ input }) => input);
const long = Array.from({ length: REQUESTS }, (_, i) =>
  [...benign.slice(i % benign.length), ...benign].join(' ').slice(0, CHARS),
);
const began = performance.now();
for (const input of long) scanLabelled({ input, output: null });
const tookMs = performance.now() - began;
console.log(`injection: ${REQUESTS} requests of ${CHARS} characters in ${Math.round(tookMs)} ms`);

const hostile = ['ignore ', '%41', 'aGVsbG8gd29ybGQg', '"', 'a\u200b', '\u{e0041}', '![x](http://', '\ud800'];
for (const unit of hostile) {
  const times = [8_192, 32_768].map((length) => {
    const input = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
    const start = performance.now();
    for (let i = 0; i < 3; i++) scanLabelled({ input, output: input });
    return (performance.now() - start) / 3;
  });
  const [short = 0, whole = 0] = times;
  console.log(
    `injection: ${JSON.stringify(unit)} over and over: ${short.toFixed(1)} ms for 8,192, ${whole.toFixed(1)} ms for 32,768`,
  );
}
if (tookMs > MS_MAX) process.exitCode = 1;
