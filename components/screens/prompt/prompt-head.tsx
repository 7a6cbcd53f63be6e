'use client';

import { type Figure, outcomeInWords } from '#components/cost/outcomes/figure-words.ts';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { figuresInWords, type PromptFigures } from '#components/telemetry/prompts/prompt-figures.tsx';
import { TextLink } from '#components/ui/link.tsx';
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
  cost,
}: {
  head: Head;
  promotions: readonly OpenPromotion[];
  figures: PromptFigures | undefined;
  /** What an outcome costs; undefined without a task. */
  cost: Figure | undefined;
}) {
  const now = useNow();
  const { project } = useProject();
  const last = head.lanes.at(-1)?.environment;
  const inReview = promotions.find((promotion) => promotion.to === last)?.version ?? null;
  return (
    <PageHeadline
      evidence={
        <>
          <Mono className="[overflow-wrap:anywhere] text-foreground">{head.name}</Mono> · {head.type} ·{' '}
          {figuresInWords(figures)}
          {cost && (
            <>
              {' · '}
              <TextLink href={to.cost(project.name, { prompt: head.name, range: '7d' })}>
                {outcomeInWords(cost)}
              </TextLink>
            </>
          )}{' '}
          · made by {head.createdBy.name}
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
