'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { summaryWords } from './postmortem-words.ts';
import { PostmortemBadge } from './state-badge.tsx';

/** How far the post-mortem of an incident is, beside the incident, with the way to it. */
export function PostmortemPanel({ project, number }: { project: string; number: number }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.postmortems.summary.queryOptions({ project, number }),
    refetchInterval: AGAIN_MS.serving,
  });
  const items = data.actions === 0 ? '' : ` ${data.actionsDone} of ${plural(data.actions, 'action item')} done.`;
  return (
    <Panel aria-label="Post-mortem">
      <PanelHeader
        title="Post-mortem"
        badge={data.state !== null && <PostmortemBadge state={data.state} />}
        meta={<TextLink href={to.postmortem(project, number)}>{data.state === null ? 'Draft it' : 'Open'}</TextLink>}
      />
      <PanelBody className="text-muted-foreground">
        {summaryWords(data)}
        {items}
      </PanelBody>
    </Panel>
  );
}
