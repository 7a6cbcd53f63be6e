'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { ActionButton } from './action-button.tsx';
import { actionsOf } from './offered-actions.ts';

/**
 * The button Roll back for pages other than the promotion's own, with the same dialog. Renders nothing where this person
 * cannot roll it back now, or where no earlier deployment can be restored.
 */
export function RollBack({ id }: { id: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: detail } = useQuery(trpc.promotions.detail.queryOptions({ project: project.name, id }));
  const offered = detail && actionsOf(detail).find(({ action }) => action === 'rollback');
  if (!detail || offered?.refusal !== null) return null;
  return <ActionButton offered={{ ...offered, variant: 'refuse' }} id={id} revision={detail.revision} size="sm" />;
}
