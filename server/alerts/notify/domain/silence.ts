import { DAY_MS } from '#server/platform/pure/durations.ts';

/** `value` may have `*`, which stands for any text: `support/*`. `not`: every other value. */
export type Matcher = { label: string; value: string; not?: boolean | undefined };

export const SILENCE_STATES = ['coming', 'running', 'over'] as const;
export type SilenceState = (typeof SILENCE_STATES)[number];

export const SILENCE_MS_MAX = 7 * DAY_MS;
export const MATCHERS_MAX = 20;

/** An alert by what a matcher can name. */
export type Silenceable = {
  kind: string;
  severity: string;
  source: string;
  prompt: string | null;
  environment: string | null;
  model: string | null;
  labels: Readonly<Record<string, string>>;
};

export type SilenceProblem = { path: string; code: string; message: string };

/** What is wrong with a silence, by field; empty where it may stand. Times in ms; `endsAt` null: left out. */
export function silenceProblems(
  {
    matchers,
    startsAt,
    endsAt,
    reason,
  }: { matchers: readonly Matcher[]; startsAt: number; endsAt: number | null; reason: string },
  now: number,
): SilenceProblem[] {
  const problem = (field: string, code: string, message: string): SilenceProblem => ({
    path: `/${field}`,
    code,
    message: `/${field} ${message}`,
  });
  return [
    ...(reason.trim() === '' ? [problem('reason', 'required', 'is needed: who reads the silence must know why.')] : []),
    // One that only says what is not hidden hides everything else, and what nobody has thought of yet.
    ...(matchers.every((one) => one.not === true || /^\*+$/.test(one.value))
      ? [problem('matchers', 'matches_everything', 'would hide every alert, or all but some. Name what it hides.')]
      : []),
    ...(endsAt === null
      ? [problem('ends_at', 'required', 'is needed: a silence always ends, after 7 days at the latest.')]
      : [
          ...(endsAt <= startsAt ? [problem('ends_at', 'before_start', 'must be after the start.')] : []),
          ...(endsAt <= now ? [problem('ends_at', 'in_the_past', 'is over already. Give a time in the future.')] : []),
          ...(endsAt - startsAt > SILENCE_MS_MAX || endsAt - now > 2 * SILENCE_MS_MAX
            ? [problem('ends_at', 'too_long', 'is more than 7 days after the start. Silence it again when it is over.')]
            : []),
        ]),
  ];
}

/** Whether every matcher holds for the alert. A label that it does not have counts as empty. */
export const isMatched = (matchers: readonly Matcher[], alert: Silenceable): boolean =>
  matchers.every((one) => glob(one.value, matched(alert, one.label)) !== (one.not ?? false));

/** The latest end of the silences that hide an alert; null: none does. */
export const silencedUntil = (
  running: readonly { matchers: readonly Matcher[]; endsAt: Date }[],
  alert: Silenceable,
): Date | null =>
  running
    .filter(({ matchers }) => isMatched(matchers, alert))
    .reduce<Date | null>((last, { endsAt }) => (last === null || endsAt > last ? endsAt : last), null);

function matched({ labels, ...own }: Silenceable, label: string): string {
  if (Object.hasOwn(labels, label)) return labels[label] ?? '';
  switch (label) {
    case 'kind':
    case 'severity':
    case 'source':
    case 'prompt':
    case 'environment':
    case 'model':
      return own[label] ?? '';
    default:
      return '';
  }
}

/** Whether `text` fits a pattern in which `*` stands for any text. Linear in both: no regular expression is made. */
function glob(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** The matchers as people read them: `prompt support/*, not model acme/m1`. */
export const matcherWords = (matchers: readonly Matcher[]): string =>
  matchers.map(({ label, value, not }) => `${not ? 'not ' : ''}${label} ${value === '' ? '(none)' : value}`).join(', ');
