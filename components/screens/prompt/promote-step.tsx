'use client';

import { RequestPromotion } from '#components/promotions/request/request-promotion.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';

export type OpenPromotion = Outputs['promotions']['list']['data'][number];

/** On the arrow into a protected environment: the open promotion, or the dialog that requests one. */
export function PromoteStep({
  prompt,
  step,
  open,
}: {
  prompt: string;
  step: { version: number; to: string };
  open: OpenPromotion | undefined;
}) {
  const { project, may } = useProject();
  const review = open && (
    <ButtonLink size="sm" icon="promotion" href={to.promotion(project.name, open.id)}>
      {open.version} in review
    </ButtonLink>
  );
  if (may('promotion.request') !== null) return review ?? null;
  return (
    <RequestPromotion
      prompt={prompt}
      version={step.version}
      to={step.to}
      instead={review}
      trigger={
        <Button size="sm" aria-label={`Promote ${step.version} to ${step.to}`}>
          Promote {step.version}
        </Button>
      }
    />
  );
}
