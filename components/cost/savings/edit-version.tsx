'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { draftOf } from '#components/prompts/editor/draft.ts';
import { keepDraft } from '#components/prompts/editor/stored-draft.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPCClient } from '#components/shell/trpc.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { reorderedBody } from '#server/cost/domain/template-sections.ts';
import { bodyOf } from '#server/prompts/domain/content.ts';
import type { Found } from './savings-words.ts';

type Edit = Extract<NonNullable<Found['experiment']>, { kind: 'edit_version' }>;

/** Opens the editor with the version, or with a draft of it whose paragraphs are reordered. */
export function EditVersion({ prompt, version, reordered }: Edit) {
  const { project } = useProject();
  const href = to.prompt(project.name, prompt, { tab: 'editor', version });
  if (reordered) return <OpenReordered prompt={prompt} version={version} />;
  return (
    <ButtonLink className="justify-center" href={href}>
      Start from version {version} in the editor
    </ButtonLink>
  );
}

function OpenReordered({ prompt, version }: { prompt: string; version: number }) {
  const client = useTRPCClient();
  const router = useRouter();
  const { project } = useProject();
  const open = useMutation({
    mutationFn: async () => {
      const start = await client.prompts.version.query({ project: project.name, name: prompt, number: version });
      const moved = reorderedBody(bodyOf(start));
      const template = 'template' in moved ? moved.template : null;
      const messages = 'messages' in moved ? moved.messages : null;
      const draft = {
        ...draftOf({ ...start, template, messages }),
        message: 'Variable paragraphs moved behind fixed ones',
      };
      keepDraft(project.name, prompt, { ...draft, edited: true });
      router.push(to.prompt(project.name, prompt, { tab: 'editor', version }));
    },
  });
  return (
    <Button className="justify-center" disabled={open.isPending} onClick={() => open.mutate()}>
      Open the reordered version in the editor
    </Button>
  );
}
