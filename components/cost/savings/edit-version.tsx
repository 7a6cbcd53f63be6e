'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPCClient } from '#components/shell/trpc.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import type { Change } from '#server/cost/domain/experiment-change.ts';
import type { Found } from './savings-words.ts';

type Edit = Extract<NonNullable<Found['experiment']>, { kind: 'edit_version' }>;

/** Opens the editor with a draft in which the change is made: saved, it passes its gate and is promoted from there. */
export function EditVersion({ edit: { prompt, version, change }, model }: { edit: Edit; model: string | null }) {
  const { project } = useProject();
  const client = useTRPCClient();
  const router = useRouter();
  const href = to.prompt(project.name, prompt, { tab: 'editor', version });
  const open = useMutation({
    mutationFn: async (change: Change) => {
      const { makeDraft } = await import('./make-draft.ts');
      await makeDraft(client, { project: project.name, prompt, version, model }, change);
      router.push(href);
    },
  });
  // A report that was computed before reports named the change.
  if (change === undefined) {
    return (
      <ButtonLink className="justify-center" href={href}>
        Start from version {version} in the editor
      </ButtonLink>
    );
  }
  return (
    <Button className="justify-center" disabled={open.isPending} onClick={() => open.mutate(change)}>
      {openWords(change, version)}
    </Button>
  );
}

function openWords(change: Change, version: number): string {
  switch (change.kind) {
    case 'reorder':
      return 'Open the reordered version in the editor';
    case 'leave_out':
      return `Open version ${version} without it in the editor`;
    case 'ask_shorter':
      return `Open version ${version}, asking for less, in the editor`;
    case 'cache':
      return `Open version ${version}, cached, in the editor`;
    case 'model':
      return `Open version ${version} on ${change.model} in the editor`;
  }
}
