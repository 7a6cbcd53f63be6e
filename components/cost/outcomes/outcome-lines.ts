import type { BandPoint, Point, Series } from '#components/charts/time/chart-types.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { endLabelOf } from '#components/telemetry/series.ts';
import { fullName } from './cost-words.ts';

export type OutcomeLines = Outputs['cost']['lines'];
export type OutcomeLine = OutcomeLines['lines'][number];

/** Letters of the name of a variant at the end of its line: `search/answer 3` in full. */
export const VARIANT_MAX = 18;

/** The first colour of charts is that of candidates. */
const COLOURS = ['var(--chart-2)', 'var(--chart-3)', 'var(--chart-4)', 'var(--chart-5)', 'var(--chart-6)'];

/** A line and its 95 % interval for each group; stretches without a mature success are gaps. */
export function seriesOfLines(
  { lines, from, to, stepMs, matureUntil }: OutcomeLines,
  look: (line: OutcomeLine, i: number) => { colour: string; name: string; end: string } = lookOf,
): Series[] {
  const starts: number[] = [];
  const until = Math.min(to, matureUntil);
  for (let t = Math.floor(from / stepMs) * stepMs; t < until; t += stepMs) starts.push(t);
  return lines.flatMap((line, i): Series[] => {
    const { colour, name, end } = look(line, i);
    const at = new Map(line.points.map((point) => [point.t, point]));
    return [
      {
        ...{ kind: 'band', key: `${line.key} interval`, label: `${name}, 95 % interval`, colour },
        points: starts.map((t): BandPoint => [t, at.get(t)?.low ?? null, at.get(t)?.high ?? null]),
      },
      {
        ...{ kind: 'line', key: line.key, label: name, endLabel: end, colour },
        strength: line.group.arm === 'candidate' ? 'thick' : 'pure',
        points: starts.map((t): Point => [t, at.get(t)?.cost ?? null]),
      },
    ];
  });
}

function lookOf(line: OutcomeLine, i: number) {
  const name = fullName(line);
  const { version } = line.group;
  const isCandidate = line.group.arm === 'candidate';
  return {
    colour: isCandidate ? 'var(--candidate)' : (COLOURS[i] ?? 'var(--chart-8)'),
    name,
    end: endLabelOf(version == null ? name : `${line.group.prompt ?? ''} ${version}`.trim(), VARIANT_MAX),
  };
}

/** Whether any line has a point. */
export const hasPoints = ({ lines }: OutcomeLines): boolean =>
  lines.some(({ points }) => points.some(({ cost }) => cost !== null));

/** Why a chart of cost per outcome is empty. */
export function whyEmpty({ lines, from, matureUntil }: OutcomeLines): string {
  if (lines.length === 0) return 'no task in this range';
  if (matureUntil <= from) return 'no task of so short a range is old enough to count: choose a longer one';
  const tasks = lines.reduce((sum, line) => sum + line.tasks, 0);
  if (tasks === 0) return 'no task of this range is old enough to count';
  if (lines.every((line) => line.withoutOutcome === line.tasks))
    return 'no outcome was sent for the tasks of this range';
  return 'no task of this range with a success and a known cost';
}
