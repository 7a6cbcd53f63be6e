import type { Outputs } from '#components/shell/trpc.ts';
import { count, plural, points, pointsInWords, range } from '#components/ui/format.ts';
import { SPEAKS } from '#server/alerts/anchors/domain/decide-verdict.ts';
import { ANCHORS_MIN, type JudgeReading, SCORED_MIN } from '#server/alerts/anchors/domain/judge-shift.ts';
import type { Alert } from './alert-words.ts';

export type AnchorsPanelData = Outputs['anchors']['panel'];

/** `6.4 points lower than people gave them`. */
function offsetWords(offset: number): string {
  const size = Math.abs(Math.round(offset * 1_000)) / 10;
  return size === 0
    ? 'what people gave them'
    : `${size}\u00a0points ${offset < 0 ? 'lower' : 'higher'} than people gave them`;
}

type Measured = Extract<JudgeReading, { is: 'measured' }>;

/** `−6.1 points (95 % −8.0 to −4.2)`. */
const shiftWords = ({ shift, interval: [low, high] }: Measured): string =>
  `${pointsInWords(shift)} (95\u00a0% ${range(low, high, (value) => points(value))})`;

const CANNOT = 'Whether the system or its judge moved cannot be told';

/** Whether the system or its judge moved, as sentences; null for an alert that is not about quality. */
export function verdictSentence({
  kind,
  verdict,
  verdictEvidence,
}: Pick<Alert, 'kind' | 'verdict' | 'verdictEvidence'>): string | null {
  if (kind !== 'quality') return null;
  const judge = verdictEvidence?.judge;
  if (judge?.is === 'no_scores')
    return `${CANNOT}: fewer than ${SCORED_MIN} anchors were scored since it began, 5 minutes of waiting included.`;
  if (verdictEvidence === null || judge?.is !== 'measured')
    return `${CANNOT}: there are not yet ${ANCHORS_MIN} anchors that people and the judge scored before.`;
  const { production, left, names } = verdictEvidence;
  const seen = `${plural(judge.scores, 'score')} of ${plural(judge.anchors, 'anchor')}`;
  const fell = left?.drop ?? 0;
  const rest = `without that quality ${fell < 0 ? 'rose' : 'fell'} ${pointsInWords(Math.abs(fell)).replace('+', '')}`;
  switch (verdict) {
    case 'judge': {
      const renamed = names.since === null || names.since === names.before;
      const who = renamed
        ? ''
        : ` It calls itself ${names.since}${names.before === null ? '' : `, before ${names.before}`}.`;
      return `The judge moved: anchors score ${offsetWords(judge.offset)}, before ${offsetWords(judge.offsetBefore)}. That is ${shiftWords(judge)}, ${seen}; production ${pointsInWords(-production.drop)}, and ${rest}.${who}`;
    }
    case 'system':
      return `The system moved: the judge’s own shift on its anchors is ${shiftWords(judge)}, ${seen}; ${rest}.`;
    case 'none':
      return 'Neither production nor the judge moved beyond chance over repeated looks.';
    default:
      return `${CANNOT}: the judge’s shift on its anchors is ${shiftWords(judge)}, ${seen}, which is too uncertain.`;
  }
}

/** Where the judge of a group of anchors stands. */
export function judgeStanding(reading: JudgeReading): {
  state: 'ok' | 'warn' | 'missing';
  word: string;
  detail: string;
} {
  if (reading.is === 'no_anchors') {
    const detail = `Needs ${ANCHORS_MIN} anchors that the judge scored before, most of them three times.`;
    return { state: 'missing', word: 'Not known yet', detail };
  }
  if (reading.is === 'no_scores') {
    const detail = `Fewer than ${SCORED_MIN} anchors were scored in the last 6 hours.`;
    return { state: 'missing', word: 'Not scored', detail };
  }
  const speaks = reading.logE >= SPEAKS;
  const e = reading.logE > Math.log(1e6) ? 'over 1,000,000' : evidence(Math.exp(reading.logE));
  return {
    ...{ state: speaks ? 'warn' : 'ok', word: speaks ? 'Moved' : 'Steady' },
    detail: `${shiftWords(reading)} in the last 6 hours; e ${e}, speaks from 20 on.`,
  };
}

const evidence = (e: number): string => (e < 10 ? e.toFixed(1) : count(e));

/** The line above the groups. */
export function anchorsQualifier({ groups, total }: AnchorsPanelData): string {
  const scores = groups.reduce((sum, { scoresLastDay }) => sum + scoresLastDay, 0);
  return `${plural(total, 'item')} that people scored, ${plural(scores, 'score')} of the judge in the last 24 h`;
}
