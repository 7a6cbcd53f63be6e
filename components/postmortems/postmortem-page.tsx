'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { PageCrumb } from '#components/shell/frame/crumb-title.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { ActionsPanel } from './actions-panel.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { postmortemHeadline } from './postmortem-words.ts';
import { ReviewPanel } from './review-panel.tsx';
import { SourcesPanel, VersionsPanel } from './sources-panel.tsx';
import { PostmortemBadge } from './state-badge.tsx';
import { TextPanel } from './text-panel.tsx';

/** The post-mortem of an incident: its text with sources, its review, and what is to be done. */
export function PostmortemPage({ project, number }: { project: string; number: number }) {
  const trpc = useTRPC();
  const { data: postmortem } = useSuspenseQuery({
    ...trpc.postmortems.detail.queryOptions({ project, number }),
    refetchInterval: AGAIN_MS.serving,
  });
  if (postmortem === null) return <NotDrafted project={project} number={number} />;
  const { state, version, due_on, published, title, incident } = postmortem;
  return (
    <>
      <PageCrumb title={`Post-mortem of ${incident}`} />
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageHeadline
          className="flex-1 basis-[480px] phone:basis-full"
          eyebrow={
            <>
              <PostmortemBadge state={state} size="lg" />
              <span className="text-12 text-muted-foreground">
                Version {version}
                {due_on !== null && published === null && ` · due on ${due_on}`}
                {published !== null && (
                  <>
                    {' · '}
                    version {published.version} published <Time at={published.at} style="day" /> by {published.by.name}
                  </>
                )}
              </span>
            </>
          }
          evidence={
            <TextLink href={to.incident(project, number)}>
              {incident}: {title}
            </TextLink>
          }
        >
          {postmortemHeadline(postmortem)}
        </PageHeadline>
        <ExportButtons number={number} />
      </div>
      <div className="grid grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)] items-start gap-4 max-[1000px]:grid-cols-1 print:grid-cols-1">
        <TextPanel postmortem={postmortem} />
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          <ReviewPanel postmortem={postmortem} />
          <ActionsPanel postmortem={postmortem} />
          <SourcesPanel postmortem={postmortem} />
          <VersionsPanel postmortem={postmortem} />
        </div>
      </div>
    </>
  );
}

function NotDrafted({ project, number }: { project: string; number: number }) {
  const trpc = useTRPC();
  const { may } = useProject();
  const draft = useMutation(trpc.postmortems.draft.mutationOptions({ meta: { done: 'Drafted' } }));
  return (
    <>
      <PageCrumb title="Post-mortem" />
      <PageHeadline
        evidence={<TextLink href={to.incident(project, number)}>To the incident</TextLink>}
      >{`INC-${number} has no post-mortem yet.`}</PageHeadline>
      <Panel>
        <EmptyState
          level={2}
          title="Nothing is drafted yet"
          action={
            may('postmortem.write') === null && (
              <Button variant="primary" disabled={draft.isPending} onClick={() => draft.mutate({ project, number })}>
                Draft it from the facts
              </Button>
            )
          }
        >
          It is drafted by itself once the incident is resolved: what is known, each sentence with its row of the
          timeline, and what people have to write.
        </EmptyState>
      </Panel>
    </>
  );
}
