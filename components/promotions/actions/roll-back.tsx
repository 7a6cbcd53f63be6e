'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { DecisionButton } from './action-button.tsx';
import { decisionsOf } from './offered-actions.ts';

/**
 * Roll back away from the promotion's own page, wherever its release is shown: the same button, the same dialog.
 * Nothing where this person cannot roll it back now, or where there is nothing to go back to.
 */
export function RollBack({ id }: { id: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: detail } = useQuery(trpc.promotions.detail.queryOptions({ project: project.name, id }));
  const decision = detail && decisionsOf(detail).find(({ action }) => action === 'rollback');
  if (!detail || decision?.refusal !== null) return null;
  return <DecisionButton decision={{ ...decision, variant: 'refuse' }} id={id} revision={detail.revision} size="sm" />;
}
