'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { promptParsers } from '../prompt-state.ts';
import type { Head } from '../prompt-tabs.tsx';
import type { EditorProps } from './editor.tsx';
import type { ModelPrice } from './estimate.ts';

const Waiting = () => <Skeleton className="h-[420px]" />;

/** Not rendered on the server: the code editor needs the browser, and so do the stored drafts. */
const LazyEditor = dynamic<EditorProps>(() => import('./editor.tsx').then((module) => module.Editor), {
  ssr: false,
  loading: Waiting,
});

/** The version of the URL, else the newest, in the editor. */
export function EditorTab({ head, models }: { head: Head; models: readonly ModelPrice[] }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [{ version }] = useQueryStates(promptParsers);
  // Fixed when the tab opens: a version that is saved meanwhile must not replace the text that is being edited.
  const [newest] = useState(head.latestVersion);
  const number = version ?? newest;
  const read = useQuery({
    ...trpc.prompts.version.queryOptions({ project: project.name, name: head.name, number: number ?? 1 }),
    enabled: number !== null,
    retry: false,
  });
  if (number === null) return <LazyEditor key="first" head={head} start={null} models={models} />;
  if (read.isLoadingError) {
    return (
      <Panel>
        <NotLoaded read={read} />
      </Panel>
    );
  }
  if (!read.data) return <Waiting />;
  return <LazyEditor key={number} head={head} start={read.data} models={models} />;
}
