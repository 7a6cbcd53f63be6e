'use client';

import { useQueryStates } from 'nuqs';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { promptParsers } from '../prompt-state.ts';
import type { Pair } from '../versions/chosen-pair.ts';
import { DiffBody } from './diff-body.tsx';
import { LayoutChoice } from './layout-choice.tsx';
import { useDiff } from './use-diff.ts';

/** The diff of the two chosen versions, beside the timeline. */
export function DiffPanel({ name, pair }: { name: string; pair: Pair }) {
  const [{ layout }] = useQueryStates(promptParsers);
  const diff = useDiff(name, pair);
  return (
    <Panel>
      <PanelHeader title={`${pair.a} → ${pair.b}`} meta={<LayoutChoice />} />
      {diff.data ? (
        <DiffBody diff={diff.data} layout={layout} />
      ) : diff.isError ? (
        <NotLoaded read={diff} />
      ) : (
        <SkeletonRows rows={7} label="Loading the diff" />
      )}
    </Panel>
  );
}
