'use client';

import type { Outputs } from '#components/shell/trpc.ts';
import { AnswerHeader } from '#components/ui/answer-header.tsx';
import { count, halfWidth, money, percent, plusMinus, sampleSize } from '#components/ui/format.ts';
import { Chip, Mono } from '#components/ui/tags.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import { promptAnswer } from './prompt-answer.ts';

type Head = Outputs['prompts']['head'];

/** What serves, in a sentence; then what the prompt is and how seven days of it went. */
export function PromptHead({
  head,
  inReview,
  figures,
}: {
  head: Head;
  inReview: number | null;
  figures: Outputs['telemetry']['promptStats'][number] | undefined;
}) {
  const now = useNow();
  return (
    <AnswerHeader
      evidence={
        <>
          <Mono className="[overflow-wrap:anywhere] text-foreground">{head.name}</Mono> · {head.type}
          {evidenceWords(figures)} · made by {head.createdBy.name}
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
      {promptAnswer({ ...head, inReview }, now)}
    </AnswerHeader>
  );
}

function evidenceWords(figures: Outputs['telemetry']['promptStats'][number] | undefined): string {
  if (!figures || figures.requests === 0) return ' · no request in 7 days';
  const words = [
    `${count(figures.requests)} requests in 7 days`,
    `errors ${percent(figures.errorRate)}`,
    figures.quality === null
      ? ''
      : `quality ${plusMinus(figures.quality, halfWidth(figures.qualityLow, figures.qualityHigh))} (${sampleSize(figures.qualityN)})`,
    figures.costPerOutcome === null ? '' : `${money(figures.costPerOutcome)} per outcome`,
  ];
  return ` · ${words.filter(Boolean).join(' · ')}`;
}
