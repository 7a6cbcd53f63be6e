'use client';

import { type PromotionDetail, STATUS } from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { AnswerHeader } from '#components/ui/answer-header.tsx';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Icon } from '#components/ui/icons/icon.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { EnvironmentBadge } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { promotionAnswer } from './answer.ts';
import { evidenceLine } from './evidence-line.ts';

/** State, prompt and environments, then the answer and its evidence in a line. */
export function PromotionHead({ detail }: { detail: PromotionDetail }) {
  const { project } = useProject();
  const { state, word } = STATUS[detail.status];
  return (
    <div aria-live="polite">
      <AnswerHeader
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
              asked by {detail.requestedBy.name}, <Time at={detail.requestedAt} />
            </span>
          </>
        }
        evidence={evidenceLine(detail)}
      >
        {promotionAnswer(detail)}
      </AnswerHeader>
    </div>
  );
}
