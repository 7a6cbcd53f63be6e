import { type TrafficScenario, told } from '#examples/drills/scenario.ts';
import { ACTS_AFTER_MIN } from './counterfactual.ts';
import { type AtVolume, type ReleaseResult, type TrafficResult, VOLUMES } from './replay.ts';

/** `37 min`, `2 h 44 min`, `26 d 12 h`. */
function spanOf(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), Math.round(minutes % 60)];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** From the start, or from the last moment of the scenario that has a name. */
function whenOf({ marks = [] }: TrafficScenario, minutes: number): string {
  const mark = marks.findLast(({ at }) => at <= minutes);
  return mark === undefined ? spanOf(minutes) : `${spanOf(minutes - mark.at)} into ${mark.name}`;
}

const percent = (share: number | null): string =>
  share === null ? 'nothing' : `${Number((100 * share).toPrecision(2))} %`;
const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Dollars or a number of bad answers. */
const amount = (unit: string, value: number): string =>
  unit === 'dollars' ? money.format(value) : whole.format(value);

const firstOf = ({ found }: AtVolume) => found[0];
const each = (volumes: readonly AtVolume[], tell: (one: AtVolume) => string): string => volumes.map(tell).join(' / ');

function blindness({ scenario, volumes }: TrafficResult): string {
  const { fault } = scenario;
  if (fault.tokensIn !== undefined) return 'input below 1.5 times its day, cost per request below 1.2 times';
  if (fault.errors !== undefined) return `${each(volumes, (one) => percent(one.leastErrors))} of requests failing`;
  return `${each(volumes, (one) => percent(one.leastSpoiled))} of answers; by any rule ${each(volumes, (one) => percent(one.leastByAnyRule))}`;
}

function lossOf({ volumes }: TrafficResult, of: 'without' | 'with'): string {
  return each(volumes, ({ lost }) =>
    of === 'with' && lost.actedMin === null ? 'the same' : amount(lost.unit, lost[of]),
  );
}

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The replays of traffic as a table in Markdown: figures at both volumes, `busy / small`. */
export function trafficTable(results: readonly TrafficResult[]): string {
  const rows = results.map((result) => {
    const { scenario, volumes } = result;
    const names = [...new Set(volumes.flatMap((one) => firstOf(one)?.monitor ?? []))].join(', ');
    const found = each(volumes, (one) => {
      const first = firstOf(one);
      return first === undefined ? 'not found' : whenOf(scenario, first.afterMin);
    });
    return rowOf([
      ...[`\`${scenario.name}\``, scenario.what, names || '–', found, blindness(result)],
      ...[lossOf(result, 'without'), lossOf(result, 'with')],
    ]);
  });
  const head = [
    'replay',
    'what happens',
    'found first by',
    'after',
    'not seen below',
    'lost, nobody acts',
    'lost, acted upon',
  ];
  return [rowOf(head), rowOf(head.map(() => '---')), ...rows].join('\n');
}

/** The replays of releases as a table in Markdown. */
export function releaseTable(results: readonly ReleaseResult[]): string {
  const rows = results.map(({ scenario, gates }) => {
    const said = gates.map(
      ({ evidence: { items, pass, unproven, fail, inconclusive }, strict }) =>
        `${whole.format(items)} items: ${fail} fail, ${inconclusive} inconclusive, ${pass} pass, of which ${unproven} say what they may hide (strict: ${strict.pass} pass)`,
    );
    const stopped =
      scenario.change.is === 'unreviewed'
        ? 'refused: production asks for a promotion and an approval'
        : said.join('; ');
    return rowOf([`\`${scenario.name}\``, scenario.what, stopped, scenario.unseen]);
  });
  const head = ['replay', 'what happens', 'what the way to production says, in 100 draws', 'not seen'];
  return [rowOf(head), rowOf(head.map(() => '---')), ...rows].join('\n');
}

/** What is behind one row: what was published, what is assumed, and everything that fired. */
export function story({ scenario, volumes }: TrafficResult): string[] {
  return [
    `${scenario.name}: ${scenario.what}`,
    ...told(scenario),
    ...replayed(scenario),
    ...volumes.flatMap(({ perMinute, found, lost }) => [
      `  at ${perMinute} requests a minute:`,
      ...(found.length === 0 ? ['    nothing fires'] : []),
      ...found.map(
        ({ monitor, severity, afterMin, prompt }) =>
          `    ${severity} “${monitor}” of ${prompt} ${whenOf(scenario, afterMin)}`,
      ),
      `    lost: ${amount(lost.unit, lost.without)}${lost.unit === 'dollars' ? '' : ' bad answers'} where nobody acts`,
      ...(lost.actedMin === null
        ? []
        : [
            `    ${amount(lost.unit, lost.with)} where the first alert is acted upon (${scenario.defence}), at ${whenOf(scenario, lost.actedMin)}`,
          ]),
      ...(lost.breaker === null
        ? []
        : [`    ${amount(lost.unit, lost.breaker)} with a circuit breaker at 5 % in a minute, which is not built`]),
    ]),
  ];
}

/** Which part of the time monitors are replayed over, where that is not all of it. */
function replayed({ playedFrom, playedUntil, everyMin }: TrafficScenario): string[] {
  const every = everyMin === 1 ? 'minute' : `${everyMin} minutes`;
  return playedUntil === undefined
    ? []
    : [
        `  monitors are replayed every ${every}, ${playedFrom === undefined ? '' : `from ${spanOf(playedFrom)} `}up to ${spanOf(playedUntil)}; what is lost is counted to the end`,
      ];
}

/** How the figures of the tables are to be read. */
export const READING = `Figures are at ${VOLUMES.join(' / ')} requests a minute. Acted upon: ${Object.entries(
  ACTS_AFTER_MIN,
)
  .map(([severity, minutes]) => `${spanOf(minutes)} after a ${severity}`)
  .join(', ')} (assumed).`;
