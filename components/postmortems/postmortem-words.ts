import { errorsOf, sentenceOf } from '#components/shell/reads/fault.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import type { Tone } from '#components/ui/badge/badge-states.ts';
import { plural } from '#components/ui/format.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import type { ActionKind, PostmortemState } from '#server/postmortems/domain/postmortem.ts';

export type Postmortem = NonNullable<Outputs['postmortems']['detail']>;
export type Summary = Outputs['postmortems']['summary'];
export type ActionItem = Postmortem['actions'][number];

export const STATES: Record<PostmortemState, { word: string; tone: Tone; icon: IconName }> = {
  draft: { word: 'Draft', tone: 'neutral', icon: 'note' },
  in_review: { word: 'In review', tone: 'inconclusive', icon: 'person' },
  published: { word: 'Published', tone: 'pass', icon: 'pass' },
};

export const KIND_WORDS: Record<ActionKind, string> = {
  prevent: 'Prevent it',
  detect: 'Detect it sooner',
  mitigate: 'End it sooner',
};

/** The headline: how far it is, or what it is. */
export function postmortemHeadline({ incident, state, sections, unsupported, problems }: Postmortem): string {
  if (state === 'published') return `The post-mortem of ${incident} is published.`;
  const written = sections.filter((one) => one.is_written).length;
  const of = `${written} of ${plural(sections.length, 'section')} written`;
  const without = unsupported.length === 0 ? '' : `, ${plural(unsupported.length, 'sentence')} unsupported`;
  if (problems.length === 0) return `The post-mortem of ${incident} is approved and can be published.`;
  return `The post-mortem of ${incident}: ${of}${without}.`;
}

/** One line about it on the page of its incident. */
export function summaryWords({ state, written, sections, unsupported, dueOn, published }: Summary): string {
  if (state === null)
    return dueOn === null ? 'Nothing has been drafted.' : `Nothing has been drafted. Due on ${dueOn}.`;
  if (state === 'published') return `${plural(sections, 'section')}, each number with its source.`;
  const without = unsupported === 0 ? '' : `, ${plural(unsupported, 'sentence')} unsupported`;
  const due = dueOn === null || published ? '' : `, due on ${dueOn}`;
  return `${written} of ${plural(sections, 'section')} written${without}${due}.`;
}

/** What was wrong with what was sent: the field at fault, else the whole. */
export const firstSentence = (error: unknown): string => errorsOf(error)[0]?.message ?? sentenceOf(error);
