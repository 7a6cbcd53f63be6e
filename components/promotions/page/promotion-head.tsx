'use client';

import {
  beforeOf,
  type PromotionDetail,
  STATUS,
  sentenceCase,
  variantWords,
} from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { plural, times } from '#components/ui/format.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { EnvironmentBadge } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { changedSettings } from './change-sections.ts';
import { promotionHeadline } from './headline.ts';

/** Status, prompt and environments, then the headline and its evidence in a line. */
export function PromotionHead({ detail }: { detail: PromotionDetail }) {
  const { project } = useProject();
  const { state, word } = STATUS[detail.status];
  return (
    <div aria-live="polite">
      <PageHeadline
        eyebrow={
          <>
            <span key={detail.status} className="live rounded-sm">
              <StatusBadge state={state} size="lg">
                {word}
              </StatusBadge>
            </span>
            <PlainLink
              href={to.prompt(project.name, detail.prompt)}
              className="quiet-link min-w-0 font-mono text-12 font-medium [overflow-wrap:anywhere]"
            >
              {detail.prompt}
            </PlainLink>
            <span className="inline-flex items-center gap-2">
              <EnvironmentBadge name={detail.from} />
              <Icon name="arrow-right" size={14} />
              <span className="sr-only">to</span>
              <EnvironmentBadge name={detail.to} />
            </span>
            <span className="text-12 text-muted-foreground">
              requested by {detail.requestedBy.name}, <Time at={detail.requestedAt} />
            </span>
          </>
        }
        evidence={evidenceLine(detail)}
      >
        {promotionHeadline(detail)}
      </PageHeadline>
    </div>
  );
}

/** Under the headline: what the version changes, and what that does to cost and latency. */
function evidenceLine(detail: PromotionDetail): string {
  return [changeSentence(detail), costSentence(detail)].filter(Boolean).join(' ');
}

function changeSentence(detail: PromotionDetail): string {
  const what = sentenceCase(variantWords(detail, beforeOf(detail)));
  const { diff } = detail;
  if (!diff) return beforeOf(detail) ? '' : `${what} is the first in ${detail.to}.`;
  const settings = changedSettings(detail).map(({ name }) => (name === 'model' ? 'the model' : name));
  const lines = Math.max(diff.added, diff.removed);
  const parts = [
    ...(lines > 0 ? [plural(lines, 'line')] : []),
    ...(settings.length > 0
      ? [`${settings.length === 1 ? 'one setting' : `${settings.length} settings`}, ${enumerate(settings.slice(0, 4))}`]
      : []),
  ];
  return parts.length === 0 ? `${what} changes nothing.` : `${what} changes ${parts.join(' and ')}.`;
}

const enumerate = (names: string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** `It is 12.9 × cheaper and 4.6 × faster.` Differences under 5 % are left out. */
function costSentence({ figures }: PromotionDetail): string {
  const [first] = figures;
  if (!first?.baseline || !first.candidate) return '';
  const { baseline, candidate } = first;
  const parts = [
    ratio(baseline.costUsdPerItem, candidate.costUsdPerItem, 'cheaper', 'dearer'),
    ratio(baseline.latencyMsP50, candidate.latencyMsP50, 'faster', 'slower'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `It is ${parts.join(' and ')}.`;
}

function ratio(baseline: number | null, candidate: number | null, less: string, more: string): string | null {
  if (baseline === null || candidate === null || baseline <= 0 || candidate <= 0) return null;
  const factor = baseline / candidate;
  if (factor > 0.95 && factor < 1.05) return null;
  return factor > 1 ? `${times(factor)} ${less}` : `${times(1 / factor)} ${more}`;
}
