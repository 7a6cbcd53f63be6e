import type { Outputs } from '#components/shell/trpc.ts';
import { count, money, plural } from '#components/ui/format.ts';
import { calendarDay } from '#components/ui/time/format-time.ts';

type Said = Pick<Outputs['alerts']['page']['firing'][number], 'kind' | 'evidence' | 'openedAt'>;

const day = (text: string, { openedAt }: Said): string => calendarDay(`${text}T00:00:00Z`, openedAt.getTime());

const monthWords = (month: string): string => calendarDay(`${month}-01T00:00:00Z`, 0).replace(/^\d+\s/, '');

/** `search/answer in production, docs/summarise in staging and 2 more`. */
function listWords(names: readonly string[], more = 0): string {
  const all = more > 0 ? [...names, `${count(more)} more`] : names;
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/**
 * What a condition was decided from, with its figures and the places that it concerns. Null where the alert is of no
 * condition. One that was stored before its figures were says how it was decided.
 */
export function conditionSentence(alert: Said): string | null {
  const { kind, evidence } = alert;
  const { method, about, value = null, limit = 0 } = evidence;
  if (method === undefined) return null;
  const sentence =
    about === undefined || WORDS[kind] === undefined ? null : WORDS[kind](alert, about, { value, limit });
  return sentence ?? `Decided from: ${method}. It ends when it is no longer the case.`;
}

type About = NonNullable<Said['evidence']['about']>;
type Words = (alert: Said, about: About, figures: { value: number | null; limit: number }) => string | null;

const WORDS: Record<string, Words> = {
  budget: (_, { name, day: month }, { value, limit }) =>
    value === null
      ? null
      : `${money(value)} of ${money(limit)} were spent of the budget of ${name}${month ? ` in ${monthWords(month)}` : ''}, ${money(value - limit)} more than it allows. It ends when the budget is raised, or with the month.`,
  spend_jump: jumpSentence,
  retirement(alert, { day: date, places = [], more, replacement }, { value, limit }) {
    if (date === undefined || value === null) return null;
    const instead = replacement ? ` Recommended instead: ${replacement}.` : ' No replacement is named.';
    return `It retires on ${day(date, alert)}, ${plural(value, 'day')} after this fired (told from ${plural(limit, 'day')} on), and serves ${listWords(places, more)}.${instead}`;
  },
  fallback: ({ evidence: { n } }, { name, places = [], more }, { value }) =>
    value === null
      ? null
      : `${name} is proven as the fallback on ${count((n ?? 0) - value)} of ${plural(n ?? 0, 'prompt')}. Not on ${listWords(places, more)}. It ends when a gate passes on each.`,
  rollout: (_, { by }) => `Rolled back by ${by ?? 'somebody'}. It ends an hour later.`,
  gate: (_, { reason }) => `${reason ?? 'The gate failed.'} It ends an hour later.`,
};

/** Dollars of a user, a key or a service; tokens a request of a prompt. */
function jumpSentence(
  alert: Said,
  { name, day: on, jump, daysBefore }: About,
  { value, limit }: { value: number | null; limit: number },
): string | null {
  const { baseline = null, n } = alert.evidence;
  if (jump === undefined || on === undefined || value === null || baseline === null) return null;
  const isInput = jump === 'input';
  const amount = (figure: number) => (isInput ? `${count(figure)} tokens a request` : money(figure));
  const usual = daysBefore === undefined ? 'a usual day' : `a usual one of the ${plural(daysBefore, 'day')} before`;
  const times = baseline > 0 ? `: ${Number((value / baseline).toFixed(1))} times` : '';
  const most = baseline > 0 ? `, limit ${Number((limit / baseline).toFixed(1))} times` : '';
  return `${isInput ? 'Input of' : `The ${jump}`} ${name}: ${amount(value)} on ${day(on, alert)} against ${amount(baseline)} on ${usual}${times}${most}, n ${count(n)}.`;
}
