'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { versionsReads } from '#components/prompts/prompt-state.ts';
import type { Pair } from '#components/prompts/versions/chosen-pair.ts';
import { VersionRow } from '#components/prompts/versions/version-row.tsx';
import { useListKeys } from '#components/shell/keyboard/use-list-keys.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { VersionScores } from './version-scores.tsx';

/** The timeline: author, message, commit, scores, and where each version serves. */
export function VersionList({
  name,
  serving,
  pair,
  onChoose,
}: {
  name: string;
  serving: number | null;
  pair: Pair | null;
  onChoose: (version: number) => void;
}) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const { input, options } = versionsReads(project.name, name);
  const list = useInfiniteQuery(trpc.prompts.versions.infiniteQueryOptions(input, options));
  const chips = useQuery(trpc.evals.chips.queryOptions({ project: project.name, prompt: name })).data ?? [];
  const verdicts =
    useQuery(trpc.gates.versionVerdicts.queryOptions({ project: project.name, prompt: name })).data ?? [];
  useListKeys((key, row) => {
    if (key === 'd' && row !== null) onChoose(Number(row));
  });
  const versions = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Panel>
      <PanelHeader
        title="Versions"
        qualifier={chips.length > 0 ? 'score on golden sets, against what serves production' : undefined}
        meta={
          may('prompt.write') === null && (
            <ButtonLink size="sm" icon="plus" href={to.prompt(project.name, name, { tab: 'editor' })}>
              New version
            </ButtonLink>
          )
        }
      />
      {list.isPending && <SkeletonRows rows={6} tall label="Loading versions" />}
      {list.isLoadingError && <NotLoaded read={list} />}
      <ol>
        {versions.map((version) => (
          <VersionRow
            key={version.number}
            name={name}
            version={version}
            side={pair?.a === version.number ? 'A' : pair?.b === version.number ? 'B' : null}
            onChoose={onChoose}
          >
            <VersionScores
              chips={chips}
              verdict={verdicts.find((one) => one.version === version.number)}
              version={version.number}
              serving={serving}
            />
          </VersionRow>
        ))}
      </ol>
      <PanelFoot className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {list.hasNextPage && (
          <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {list.isFetchingNextPage ? 'Loading' : 'Show older versions'}
          </Button>
        )}
        <span className="phone:hidden">
          <Kbd>j</Kbd> <Kbd>k</Kbd> move, <Kbd>d</Kbd> put in the diff, <Kbd>Enter</Kbd> open
        </span>
        <span className="hidden phone:inline">Choose two for the diff.</span>
      </PanelFoot>
    </Panel>
  );
}
