import type { IncidentSeverity } from '#server/incidents/domain/incident.ts';

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
