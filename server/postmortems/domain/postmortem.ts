import type { IncidentSeverity } from '#server/incidents/domain/incident.ts';
import type { Unsupported } from './citations.ts';
import type { SectionState } from './sections.ts';

/**
 * The states of a post-mortem.
 *
 * | from | what happens | to |
 * | --- | --- | --- |
 * | draft | a person asks for a review | in_review |
 * | in_review | a reviewer approves the version | in_review; it can be published |
 * | in_review | a reviewer sends it back | draft |
 * | in_review | it is edited: what was reviewed is no longer the text | draft |
 * | in_review, approved | it is published | published |
 * | published | it is edited: a new version, to be reviewed; the published one stays readable | draft |
 */
export const POSTMORTEM_STATES = ['draft', 'in_review', 'published'] as const;
export type PostmortemState = (typeof POSTMORTEM_STATES)[number];

export const REVIEW_VERDICTS = ['approved', 'sent_back'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

/** What an action item is meant to do about the next such incident. */
export const ACTION_KINDS = ['prevent', 'detect', 'mitigate'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** Days until an action item is due, by the severity of its incident. */
export const DUE_DAYS: Record<IncidentSeverity, number> = { 1: 7, 2: 14, 3: 30, 4: 60 };

/**
 * Days after the resolution by which a post-mortem is to be published, by severity; null: none is asked for, because nobody
 * noticed.
 */
export const REVIEW_DAYS: Record<IncidentSeverity, number | null> = { 1: 5, 2: 7, 3: 14, 4: null };

/** What publishing is decided by. */
export type Standing = {
  state: PostmortemState;
  sections: readonly SectionState[];
  unsupported: readonly Unsupported[];
  /** What the last reviewer of this very version said; null: nobody has reviewed it. */
  verdict: ReviewVerdict | null;
};

export type Problem = { code: 'published' | 'unwritten' | 'unsupported' | 'not_reviewed'; message: string };

/** Everything that keeps a post-mortem from being published, each with its remedy; none where it can be. */
export function publishProblems({ state, sections, unsupported, verdict }: Standing): Problem[] {
  if (state === 'published') return [{ code: 'published', message: 'This version is published already.' }];
  const missing = sections.filter(({ isWritten }) => !isWritten);
  const problems: Problem[] = missing.map(({ title, isQuestion, key }) => ({
    code: 'unwritten',
    message: isQuestion
      ? `“${title}” is not answered.`
      : key === 'actions'
        ? 'There is no action item. Add one, or write “None, because …” in that section.'
        : `“${title}” is still to be written.`,
  }));
  for (const { sentence, why } of unsupported) {
    const reason =
      why === 'source_gone'
        ? 'what it cites is no longer on the timeline'
        : 'it has a number and cites no row of the timeline';
    problems.push({ code: 'unsupported', message: `Unsupported, since ${reason}: “${clipped(sentence)}”` });
  }
  if (verdict !== 'approved') {
    const message =
      verdict === 'sent_back'
        ? 'The reviewer sent this version back.'
        : 'No other person has approved this version. A change after a review voids it.';
    problems.push({ code: 'not_reviewed', message });
  }
  return problems;
}

const clipped = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);

/** Why somebody cannot review it now, as a sentence for them; null where they can. */
export function reviewRefusal({ state, isAuthor }: { state: PostmortemState; isAuthor: boolean }): string | null {
  if (state !== 'in_review') return 'No review was asked for: it is reviewed once its writers ask.';
  return isAuthor ? 'You wrote part of it, in person or with a key of yours. Another person has to review it.' : null;
}
