/**
 * Claim: over the demo's own traffic without its planted faults the built-in monitors send no page and at most two warnings a
 * month, of four seeds; and with them every fault is found. Prints what was found, and how long after it began.
 */
import { DRIFT, OUTAGE, PROMPTS } from '#examples/demo/company.ts';
import { momentOf } from '#examples/demo/when.ts';
import { BAD_RELEASE, type DemoFiring, LOADED_AT, watchDemo } from '#test/simulations/demo-month.ts';

const SEEDS = [42, 142, 242, 342] as const;
const WARNINGS_MAX = 2;
const STEP_MIN = 2;
const DAY_MS = 86_400_000;

const release = PROMPTS.find(({ name }) => name === BAD_RELEASE.prompt)?.served.find(
  ({ version }) => version === BAD_RELEASE.version,
);
if (!release) throw new Error('the demo has no bad release');
const FAULTS = [
  { name: 'bad release', at: momentOf(release, LOADED_AT), keys: ['quality', 'outcomes'], prompt: BAD_RELEASE.prompt },
  { name: 'outage', at: momentOf(OUTAGE, LOADED_AT), keys: ['errors', 'burn_page', 'latency'], prompt: null },
  { name: 'outage, a page', at: momentOf(OUTAGE, LOADED_AT), keys: ['burn_page'], prompt: null },
  { name: 'longer prompts', at: LOADED_AT - DRIFT.days * DAY_MS, keys: ['drift'], prompt: DRIFT.prompt },
];

/** `5 min`, `4.2 h`. */
const spanOf = (ms: number): string =>
  ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
const counted = (fired: readonly DemoFiring[], severity: string): number =>
  fired.filter((one) => one.severity === severity).length;

let held = true;
console.log('false-alarms: | seed | pages | warnings | tickets | (31 days without the planted faults)');
for (const seed of SEEDS) {
  const fired = watchDemo({ seed, days: 31, stepMin: STEP_MIN, isCalm: true });
  const [pages, warnings] = [counted(fired, 'page'), counted(fired, 'warning')];
  const fine = pages === 0 && warnings <= WARNINGS_MAX;
  held &&= fine;
  const groups = Map.groupBy(fired, ({ key, labels }) => `${key} of ${labels.prompt ?? 'all'}`);
  const named = [...groups].map(([name, list]) => `${list.length} ${name}`).join(', ');
  console.log(
    `false-alarms: | ${seed} | ${pages} | ${warnings} | ${counted(fired, 'ticket')} | ${named}${fine ? '' : '  MISSED'}`,
  );
}
console.log('false-alarms: | seed | fault | found after | by | (14 days with the planted faults)');
for (const seed of SEEDS) {
  const fired = watchDemo({ seed, days: 14, stepMin: STEP_MIN, isCalm: false });
  for (const { name, at, keys, prompt } of FAULTS) {
    const first = fired.find(
      (one) => one.at > at && keys.includes(one.key) && (prompt === null || one.labels.prompt === prompt),
    );
    const isFound = first !== undefined && first.at < at + 3 * DAY_MS;
    held &&= isFound;
    const what = isFound ? `${spanOf(first.at - at)} | ${first.severity}: ${first.title}` : 'not found |';
    console.log(`false-alarms: | ${seed} | ${name} | ${what} |${isFound ? '' : '  MISSED'}`);
  }
}
process.exit(held ? 0 : 1);
