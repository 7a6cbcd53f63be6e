import { daysInWords } from '#components/models/model-words.ts';
import { change, money, plural } from '#components/ui/format.ts';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { OPTION_STATES, type OptionState } from '#server/rehearsals/domain/readiness.ts';
import { type RehearsalData, type ReplacementRow, STATE_WORDS } from './rehearsal-words.ts';

/** The prompts of a replacement that need nothing more than their approvals. */
export const readyOf = ({ prompts }: Pick<ReplacementRow, 'prompts'>): number => prompts.ready + prompts.open;

/** The replacement that most prompts are ready for; of several the first. Null where all are refused. */
export function bestReplacement(replacements: readonly ReplacementRow[]): ReplacementRow | null {
  const possible = replacements.filter(({ refusal }) => refusal === null);
  return possible.reduce<ReplacementRow | null>(
    (best, each) => (best === null || readyOf(each) > readyOf(best) ? each : best),
    null,
  );
}

/**
 * The answer of the page: how many prompts are ready for the best replacement, by when, and what keeps the others;
 * `2 of 5 prompts are ready to move to acme/next before 14 Jan; 1 fails its gate, 2 have no run to compare.` A prompt counts
 * by the worst of its environments, so those that keep a prompt which is ready elsewhere are named.
 */
export function rehearsalHeadline(rehearsal: RehearsalData, now: number): string {
  const { name, prompts, replacements, life, days } = rehearsal;
  const day = life.retirementDate === null ? null : calendarDay(life.retirementDate, now);
  const isGone = days !== null && days <= 0;
  const before = day === null || isGone ? '' : ` before ${day}`;
  if (prompts === 0) return `${name} serves nowhere, so nothing has to move${before}.`;
  const best = bestReplacement(replacements);
  if (best === null) {
    const [refused] = replacements;
    const why = refused?.refusal
      ? `no replacement is possible: ${refused.refusal.message}`
      : 'no replacement is named.';
    return `${plural(prompts, 'prompt')} must move off ${name}${isGone ? `, which retired on ${day},` : before} and ${why}`;
  }
  const gone = isGone ? `${name} retired on ${day}. ` : '';
  const move = `ready to move to ${best.name}${before}`;
  const ready = readyOf(best);
  if (prompts > 1) return `${gone}${ofAll(ready, prompts)} ${move}${kept(best, rehearsal)}.`;
  if (ready === 1) return `${gone}Its only prompt is ${move}.`;
  const own = standings(rehearsal, best);
  const [fit, open] = [own.filter(isFit), own.filter((each) => !isFit(each))];
  if (fit.length === 0 || open.length === 0) return `${gone}Its only prompt is not ${move}${kept(best, rehearsal)}.`;
  const rest = [...Map.groupBy(open, ({ state }) => state)].map(
    ([state, places]) => `in ${environmentsOf(places)} it ${STATE_WORDS[state].one}`,
  );
  return `${gone}In ${environmentsOf(fit)} its only prompt is ${move}; ${rest.join(', ')}.`;
}

const ofAll = (ready: number, prompts: number): string =>
  ready === prompts ? `All ${prompts} prompts are` : `${ready} of ${prompts} prompts ${ready === 1 ? 'is' : 'are'}`;

type Standing = { prompt: string; environment: string; state: OptionState };

/** How each place stands with a replacement. */
const standings = ({ places }: Pick<RehearsalData, 'places'>, { name }: ReplacementRow): Standing[] =>
  places.flatMap(({ place: { prompt, environment }, options }) =>
    options.flatMap(({ replacement, state }) => (replacement.name === name ? [{ prompt, environment, state }] : [])),
  );

const isFit = ({ state }: Standing): boolean => state === 'ready' || state === 'open';

const environmentsOf = (places: readonly Standing[]): string =>
  new Intl.ListFormat('en-GB').format(new Set(places.map(({ environment }) => environment)));

/** What keeps the prompts that are not ready, the worst first; where, if it does not keep them everywhere. */
function kept(best: ReplacementRow, rehearsal: Pick<RehearsalData, 'places'>): string {
  const all = standings(rehearsal, best);
  const parts = OPTION_STATES.toReversed().flatMap((state) => {
    const n = best.prompts[state];
    if (n === 0 || state === 'ready' || state === 'open') return [];
    const held = all.filter((each) => each.state === state);
    const isElsewhereFit = all.some((each) => isFit(each) && held.some(({ prompt }) => prompt === each.prompt));
    const where = isElsewhereFit ? ` in ${environmentsOf(held)}` : '';
    return [`${n} ${n === 1 ? STATE_WORDS[state].one : STATE_WORDS[state].many}${where}`];
  });
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

/** The line below: the day and its source, and what the move to the best replacement would change of the cost. */
export function rehearsalEvidence(rehearsal: RehearsalData, now: number): string {
  const { life, days, name } = rehearsal;
  const source = life.from === 'registry' ? 'as the registry says' : 'as its vendor says';
  const when =
    life.retirementDate === null || days === null
      ? `No day is known on which ${name} retires.`
      : `${name} ${days <= 0 ? 'retired' : 'retires'} ${calendarDay(life.retirementDate, now)}, ${daysInWords(days)}, ${source}.`;
  return [when, costSentence(rehearsal)].filter(Boolean).join(' ');
}

function costSentence({ replacements, places, window }: RehearsalData): string {
  const best = bestReplacement(replacements);
  const costs = places.flatMap(({ options }) =>
    options.flatMap(({ replacement, cost: { nowUsd, replacementUsd } }) =>
      replacement.name === best?.name && nowUsd !== null && replacementUsd !== null ? [{ nowUsd, replacementUsd }] : [],
    ),
  );
  const now = costs.reduce((sum, { nowUsd }) => sum + nowUsd, 0);
  const then = costs.reduce((sum, { replacementUsd }) => sum + replacementUsd, 0);
  if (best === null || now === 0) return '';
  const days = Math.ceil((window.to.getTime() - window.from.getTime()) / DAY_MS);
  return `The last ${plural(days, 'day')} of its requests cost ${money(now)} and would cost ${money(then)} with ${best.name} (${change(then / now - 1)}).`;
}
