'use client';

import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Button } from '#components/ui/button.tsx';
import type { IconName } from '#components/ui/icon.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time.tsx';
import { Timeline } from '#components/ui/timeline.tsx';
import type { PromotionDetail } from './promotion-words.ts';

type Change = PromotionDetail['recentChanges']['list'][number];

const SIGNS: Record<Change['kind'], IconName> = {
  member: 'person',
  key: 'key',
  protection: 'settings',
  policy: 'eval',
};

const SHOWN_AT_FIRST = 5;

/** Who came, who may do more, which rules changed in the day that this was decided in; nothing where nothing did. */
export function RecentChanges({ detail }: { detail: PromotionDetail }) {
  const { project } = useProject();
  const [all, setAll] = useState(false);
  const { list } = detail.recentChanges;
  if (list.length === 0) return null;
  const open = ['draft', 'evaluating', 'needs_evidence', 'awaiting_approval', 'rolling_out'].includes(detail.status);
  const shown = all ? list : list.slice(0, SHOWN_AT_FIRST);
  return (
    <Panel aria-labelledby="recent-changes">
      <PanelHeader
        id="recent-changes"
        title={open ? 'Changed in the last 24 hours' : 'Changed in the 24 hours before'}
        meta={list.length}
      />
      <Timeline
        narrow
        entries={shown.map((change) => ({
          key: String(change.seq),
          time: <Time at={change.at} style="clock" />,
          icon: SIGNS[change.kind],
          tone: change.loosens ? ('inconclusive' as const) : undefined,
          title: (
            <PlainLink href={to.change(project.name, change.path)} className="quiet-link [overflow-wrap:anywhere]">
              {change.title}
            </PlainLink>
          ),
          detail: (
            <>
              by {change.actor.name}, <Time at={change.at} />
            </>
          ),
        }))}
      />
      {list.length > shown.length && (
        <PanelFoot>
          <Button size="sm" variant="outline" onClick={() => setAll(true)}>
            Show all {list.length}
          </Button>
        </PanelFoot>
      )}
    </Panel>
  );
}
