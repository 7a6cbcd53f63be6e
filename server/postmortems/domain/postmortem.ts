import type { IncidentSeverity } from '#server/incidents/domain/incident.ts';
import type { Unsupported } from './citations.ts';
import type { GateReason } from './gate-reason.ts';
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

/** The times that a published post-mortem states, or says why they cannot be known. */
export const NEEDED_TIMES = ['impact_start', 'detected', 'mitigated'] as const;
type NeededTime = (typeof NEEDED_TIMES)[number];
const TIME_WORDS: Record<NeededTime, string> = {
  impact_start: 'the start of the impact',
  detected: 'the detection',
  mitigated: 'the end of the symptom',
};

/** What publishing is decided by. */
export type Standing = {
  state: PostmortemState;
  sections: readonly SectionState[];
  unsupported: readonly Unsupported[];
  unknownTimes: readonly NeededTime[];
  timesUnknownReason: string | null;
  gateReason: GateReason | null;
  /** What the last reviewer of this very version said; null: nobody has reviewed it. */
  verdict: ReviewVerdict | null;
};

/** What publishing needs, in the order in which a page lists it. */
export const REQUIREMENTS = ['times', 'sections', 'sources', 'gate_reason', 'actions', 'review'] as const;

export type Problem = {
  code: 'published' | 'times_unknown' | 'unwritten' | 'unsupported' | 'no_gate_reason' | 'no_actions' | 'not_reviewed';
  message: string;
  /** The field of the post-mortem that mends it, as a path; null: none does. */
  field: string | null;
};
export type Requirement = {
  key: (typeof REQUIREMENTS)[number];
  /** The requirement as a clause: what is to be so. */
  text: string;
  isMet: boolean;
  problems: Problem[];
};

/** What publishing needs and how far each is met: the same rules that publishing applies. */
export function requirementsOf(standing: Standing): Requirement[] {
  const { sections } = standing;
  const texts = sections.filter(({ key }) => key !== 'actions');
  const found: Record<Requirement['key'], [text: string, problems: Problem[]]> = {
    times: [
      standing.timesUnknownReason !== null && standing.unknownTimes.length > 0
        ? 'It is said why a time cannot be known'
        : 'Start, detection and mitigation are known',
      unknownTime(standing),
    ],
    sections: ['The questions are answered and nothing is left to be written', unwritten(texts)],
    sources: ['Every number has its source', standing.unsupported.map(unsupportedProblem)],
    gate_reason: ['It is said why no gate or canary stopped it', noReason(standing)],
    actions: ['There is an action item, or the reason for none', noActions(sections)],
    review: ['Somebody else has approved this version', notReviewed(standing)],
  };
  return REQUIREMENTS.map((key) => {
    const [text, problems] = found[key];
    return { key, text, problems, isMet: problems.length === 0 };
  });
}

/** Everything that keeps a post-mortem from being published, each with its remedy; none where it can be. */
export function publishProblems(standing: Standing): Problem[] {
  if (standing.state === 'published')
    return [{ code: 'published', message: 'This version is published already.', field: null }];
  return requirementsOf(standing).flatMap(({ problems }) => problems);
}

function unknownTime({ unknownTimes, timesUnknownReason }: Standing): Problem[] {
  if (unknownTimes.length === 0 || timesUnknownReason !== null) return [];
  const which = unknownTimes.map((field) => TIME_WORDS[field]).join(', ');
  const message = `Not known: ${which}. Set it on the incident, or say why it cannot be known.`;
  return [{ code: 'times_unknown', message, field: '/times_unknown_reason' }];
}

const unwritten = (texts: readonly SectionState[]): Problem[] =>
  texts
    .filter(({ isWritten }) => !isWritten)
    .map(({ title, isQuestion }) => ({
      code: 'unwritten',
      message: isQuestion ? `“${title}” is not answered.` : `“${title}” is still to be written.`,
      field: '/markdown',
    }));

function unsupportedProblem({ sentence, why }: Unsupported): Problem {
  const reason =
    why === 'source_gone'
      ? 'what it cites is no longer on the timeline'
      : 'it has a number and cites no row of the timeline';
  const message = `Unsupported, since ${reason}: “${clipped(sentence)}”`;
  return { code: 'unsupported', message, field: '/markdown' };
}

function noReason({ gateReason }: Standing): Problem[] {
  if (gateReason !== null) return [];
  return [{ code: 'no_gate_reason', message: 'Choose why no gate or canary stopped it.', field: '/gate_reason' }];
}

function noActions(sections: readonly SectionState[]): Problem[] {
  if (sections.every(({ key, isWritten }) => key !== 'actions' || isWritten)) return [];
  const message = 'There is no action item. Add one, or say why nothing is to be done.';
  return [{ code: 'no_actions', message, field: '/no_actions_reason' }];
}

function notReviewed({ verdict }: Standing): Problem[] {
  if (verdict === 'approved') return [];
  const message =
    verdict === 'sent_back'
      ? 'The reviewer sent this version back.'
      : 'No other person has approved this version. A change after a review voids it.';
  return [{ code: 'not_reviewed', message, field: null }];
}

const clipped = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);

/** Why somebody cannot review it now, as a sentence for them; null where they can. */
export function reviewRefusal({ state, isAuthor }: { state: PostmortemState; isAuthor: boolean }): string | null {
  if (state !== 'in_review') return 'No review was asked for: it is reviewed once its writers ask.';
  return isAuthor ? 'You wrote part of it, in person or with a key of yours. Another person has to review it.' : null;
}
