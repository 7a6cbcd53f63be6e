/** The event in a model's life that a date is for. */
export const DATE_ROLES = ['retires', 'deprecated', 'announced', 'released', 'previous', 'floor', 'unclear'] as const;
export type DateRole = (typeof DATE_ROLES)[number];

/** The role of a model in a sentence: its subject, the replacement of the subject, or the target of an alias. */
export const MODEL_ROLES = ['subject', 'replacement', 'target'] as const;
export type ModelRole = (typeof MODEL_ROLES)[number];

const CUES: [role: DateRole, cue: RegExp][] = [
  [
    'retires',
    /retir\w*|shut(?:s|ting)?[ -]?down|sunset\w*|end[- ]of[- ]life|\beol\b|stop\w*|remov\w+|leaves?\b|discontinu\w+|turn\w* off|no longer (?!deprecated)|\buntil\b|disabled|goes? away|decommission\w*|unavailable|\bends?\b|moves? to|moved to|follows?\b/gi,
  ],
  ['deprecated', /deprecat\w*/gi],
  ['announced', /announc\w+|notif\w+|e-?mailed|informed|told|published|posted|notice\b/gi],
  ['released', /releas\w+|launch\w+|introduc\w+|generally available|became available/gi],
];
const FLOOR = /(?:not before|(?:not|no) (?:sooner|earlier) than|at the earliest|earliest(?: date)?)\s*(?:on\s+)?$/i;
const PREVIOUS =
  /(?:planned|scheduled|set|due|previously|originally|postponed from|moved from|instead of)\s*(?:for|on)?\s*$/i;

const cuesOf = (text: string): { role: DateRole; at: number }[] =>
  CUES.flatMap(([role, cue]) => [...text.matchAll(cue)].map(({ index }) => ({ role, at: index }))).toSorted(
    (a, b) => a.at - b.at,
  );

/** Whether a text states that something retires or is deprecated. */
export const saysItGoes = (text: string): boolean =>
  cuesOf(text).some(({ role }) => role === 'retires' || role === 'deprecated');

/**
 * The event that a date is for, by the words before it (the nearest decides), else by those after it, else that of the
 * date before it, else by the sentence. `hasLater`: another date follows, so that "planned for" may be the old one.
 */
export function dateRole(
  before: string,
  after: string,
  { sentence, last, hasLater }: { sentence: string; last: DateRole | null; hasLater: boolean },
): DateRole {
  if (FLOOR.test(before)) return 'floor';
  if (hasLater && PREVIOUS.test(before)) return 'previous';
  const near = cuesOf(before).at(-1) ?? cuesOf(after)[0];
  if (near !== undefined) return near.role;
  if (last === 'retires' || last === 'deprecated') return last;
  return cuesOf(sentence).find(({ role }) => role === 'retires' || role === 'deprecated')?.role ?? 'unclear';
}

const REPLACED_BY =
  /(?:replac\w+ (?:by|with)|in favou?r of|(?<!\b(?:who|that|you|they|we)\s)\buse|migrat\w* to|switch\w* to|mov(?:e|ing) to|upgrad\w+ to|successor(?: is)?|replacements?(?: is| are|:)?|recommend(?:s|ed)?|routed to|redirect\w* to)\s*(?:the\s+)?$/i;
const POINTS_TO = /(?:points?|pointed|resolves|alias(?:ed)?)\s+(?:now\s+)?(?:to|for|of)\s*$/i;
const LIST = /^\s*(?:,|or|and|\/|,\s*(?:and|or))\s*$/i;

/** The role of a model, by the words before it (back to the model or date before) and after it (to the next). */
export function modelRole(before: string, after: string, previous: ModelRole | null): ModelRole {
  if (/^\s*(?:replaces|succeeds|supersedes)\b/i.test(after)) return 'replacement';
  if (REPLACED_BY.test(before)) return 'replacement';
  if (POINTS_TO.test(before)) return 'target';
  const goesOn = previous !== null && LIST.test(before);
  return goesOn && !(/and|,/i.test(before) && saysItGoes(after)) ? previous : 'subject';
}
