'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to as addressOf } from '#components/shell/to.ts';
import { Icon } from '#components/ui/icon.tsx';
import { TextLink } from '#components/ui/link.tsx';

/** One promotion at a time: where another one holds the place, it is named and linked. */
export function OpenPromotion({ id, to }: { id: string; to: string }) {
  const { project } = useProject();
  return (
    <div
      role="status"
      className="flex items-start gap-2 rounded-md border border-border-strong bg-inconclusive-soft px-3 py-2"
    >
      <Icon name="inconclusive" size={14} className="mt-[3px] text-inconclusive" />
      <p className="min-w-0">
        A promotion of this prompt to {to} is open. It is decided or cancelled before the next one.{' '}
        <TextLink href={addressOf.promotion(project.name, id)}>Open it</TextLink>
      </p>
    </div>
  );
}
