'use client';

import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { figuresInWords, type PromptFigures } from '#components/telemetry/prompts/prompt-figures.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Chip, Mono } from '#components/ui/tags.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import type { OpenPromotion } from './promote-step.tsx';
import { promptHeadline } from './prompt-headline.ts';

/** The headline with what serves; then the prompt's type and description, and its figures of seven days. */
export function PromptHead({
  head,
  promotions,
  figures,
}: {
  head: Head;
  promotions: readonly OpenPromotion[];
  figures: PromptFigures | undefined;
}) {
  const now = useNow();
  const last = head.lanes.at(-1)?.environment;
  const inReview = promotions.find((promotion) => promotion.to === last)?.version ?? null;
  return (
    <PageHeadline
      evidence={
        <>
          <Mono className="[overflow-wrap:anywhere] text-foreground">{head.name}</Mono> · {head.type} ·{' '}
          {figuresInWords(figures)} · made by {head.createdBy.name}
          {head.description && ` · ${head.description}`}
          {head.tags.length > 0 && ' '}
          {head.tags.map((tag) => (
            <Chip key={tag} className="mr-1.5 max-w-full align-text-bottom">
              <span className="truncate">{tag}</span>
            </Chip>
          ))}
        </>
      }
    >
      {promptHeadline({ ...head, inReview }, now)}
    </PageHeadline>
  );
}
