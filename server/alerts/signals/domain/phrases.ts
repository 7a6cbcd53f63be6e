import type { SignalRule } from './hit.ts';
import { WORD, type WordClass } from './lexicon.ts';
import type { Mark } from './words.ts';

/** One word of a phrase: what it may be, and how many other words may stand before it. */
type Step = { any: number; gap: number /** No comma, colon or other mark in between. */; tight?: boolean };
type Phrase = {
  rule: SignalRule;
  weight: number;
  steps: readonly Step[] /** A "not" right before it takes it back. */;
  deniable?: boolean;
};

const bits = (names: readonly WordClass[]): number => names.reduce((sum, name) => sum | WORD[name], 0);
const step = (gap: number, ...names: WordClass[]): Step => ({ any: bits(names), gap });
const tight = (gap: number, ...names: WordClass[]): Step => ({ any: bits(names), gap, tight: true });

const phrase = (rule: SignalRule, weight: number, ...steps: Step[]): Phrase => ({
  rule,
  weight,
  steps,
  deniable: true,
});

/** What an instruction to a model looks like in words. The steps of a phrase stand in one sentence. */
const PHRASES: readonly Phrase[] = [
  phrase('override_instructions', 1, step(0, 'ignore'), step(5, 'prior'), tight(2, 'order')),
  phrase('override_instructions', 1, step(0, 'ignore'), step(4, 'order'), tight(2, 'prior')),
  phrase('override_instructions', 1, step(0, 'prior'), tight(2, 'order'), step(3, 'ignore')),
  phrase('override_instructions', 0.5, step(0, 'ignore'), step(1, 'order')),
  phrase('forget_told', 1, step(0, 'ignore'), step(2, 'everything'), step(4, 'told')),
  phrase('reveal_prompt', 1, step(0, 'reveal'), step(5, 'system'), tight(0, 'prompt')),
  phrase('reveal_prompt', 0.6, step(0, 'reveal'), step(5, 'mine'), tight(1, 'prompt')),
  phrase('reveal_prompt', 0.6, step(0, 'mine', 'system'), tight(2, 'prompt'), step(4, 'reveal')),
  phrase('repeat_above', 0.6, step(0, 'reveal'), step(3, 'text', 'everything', 'prompt'), step(1, 'told')),
  phrase(
    'repeat_above',
    1,
    step(0, 'reveal'),
    step(3, 'text', 'everything', 'prompt'),
    step(1, 'told'),
    step(8, 'verbatim'),
  ),
  phrase('new_role', 1, step(0, 'pretend', 'you', 'now'), step(7, 'unbound')),
  phrase('new_role', 1, step(0, 'pretend'), step(8, 'without'), tight(3, 'limits')),
  phrase('new_role', 0.4, step(0, 'you', 'pretend'), step(3, 'without'), tight(3, 'limits')),
  phrase('developer_mode', 0.6, step(0, 'devil'), tight(0, 'mode')),
  phrase('developer_mode', 1, step(0, 'you'), step(4, 'devil'), tight(0, 'mode')),
  phrase('new_orders', 0.6, step(0, 'fresh'), tight(1, 'order')),
  phrase('addressed_to_model', 0.5, step(0, 'notice'), step(6, 'model')),
  phrase('send_secrets', 0.5, step(0, 'send'), step(6, 'secret'), { any: WORD.url, gap: 8 }),
  { rule: 'hide_from_user', weight: 0.6, steps: [step(0, 'not'), step(2, 'tell'), step(4, 'user')] },
];

export type Found = { rule: SignalRule; weight: number; start: number; end: number };

/** Matches of one phrase that are reported; more say nothing new. */
const MATCHES_MAX = 3;

/**
 * Finds phrases in marked words. Each step looks back over at most `gap` words, so the cost is linear in the words, whatever
 * they are.
 */
export function findPhrases(marks: readonly Mark[]): Found[] {
  return PHRASES.flatMap((one) => {
    const ends = endsOf(one, marks);
    const found: Found[] = [];
    for (const [i, first] of ends.entries()) {
      const [from, to] = [marks[first], marks[i]];
      if (first < 0 || from === undefined || to === undefined) continue;
      if (one.deniable && isDenied(marks, first)) continue;
      const [start, end] = [Math.min(from.start, to.start), Math.max(from.end, to.end)];
      found.push({ rule: one.rule, weight: one.weight, start, end });
      if (found.length === MATCHES_MAX) break;
    }
    return found;
  });
}

/** For each mark the first mark of a phrase that ends there; −1: none does. */
function endsOf({ steps }: Phrase, marks: readonly Mark[]): number[] {
  let began = marks.map(({ classes }, i) => ((classes & (steps[0]?.any ?? 0)) !== 0 ? i : -1));
  for (const { any, gap, tight } of steps.slice(1)) {
    const before = began;
    began = marks.map((mark, i) => {
      if ((mark.classes & any) === 0) return -1;
      for (let k = i - 1; k >= 0; k--) {
        const other = marks[k];
        if (other === undefined || mark.index - other.index - 1 > gap || mark.clause !== other.clause) return -1;
        if (tight && mark.comma !== other.comma) return -1;
        const first = before[k] ?? -1;
        if (first >= 0) return first;
      }
      return -1;
    });
  }
  return began;
}

/** How many words before a phrase may hold the "not" that takes it back. */
const DENIED_WITHIN = 3;

function isDenied(marks: readonly Mark[], first: number): boolean {
  const from = marks[first];
  if (from === undefined) return false;
  for (let k = first - 1; k >= 0; k--) {
    const other = marks[k];
    if (other === undefined || from.index - other.index > DENIED_WITHIN || from.clause !== other.clause) return false;
    if ((other.classes & WORD.not) !== 0) return true;
  }
  return false;
}

/** Whether words that talk about attacks stand in a text: a quoted one is then an example. */
export const talksAboutAttacks = (marks: readonly Mark[], before: number): boolean =>
  marks.some(({ classes, start }) => (classes & WORD.talk) !== 0 && start < before);
