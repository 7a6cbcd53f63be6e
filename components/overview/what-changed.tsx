import { useState } from 'react';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Timeline, type TimelineEntry } from '#components/ui/data/timeline.tsx';
import { Button } from '#components/ui/form/button.tsx';
import type { IconName } from '#components/ui/icons/icon.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Change = Outputs['overview']['page']['changes'][number];

const SIGN: Record<Change['kind'], { icon: IconName; tone?: TimelineEntry['tone'] }> = {
  deployment: { icon: 'deployment' },
  rollback: { icon: 'roll-back', tone: 'fail' },
  rollout: { icon: 'rollout', tone: 'candidate' },
  gate: { icon: 'blocked', tone: 'fail' },
  incident: { icon: 'incident', tone: 'fail' },
  price: { icon: 'cost' },
  policy: { icon: 'settings' },
  budget: { icon: 'cost' },
};

const SHOWN = 6;

/** The list of changes, which charts also show as marks: time, icon, text. */
export function WhatChanged({ project, changes }: { project: string; changes: Change[] }) {
  const [all, setAll] = useState(false);
  return (
    <Panel>
      <PanelHeader title="What changed in 24 h" meta={changes.length} />
      {changes.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          Nothing. Deployments, roll-backs, gates and price changes appear here.
        </PanelBody>
      ) : (
        <Timeline
          narrow
          entries={(all ? changes : changes.slice(0, SHOWN)).map((change, index) => ({
            key: `${change.at.getTime()} ${change.path} ${index}`,
            time: <Time at={change.at} style="clock" />,
            ...SIGN[change.kind],
            title: (
              <TextLink href={to.change(project, change.path)} className="[overflow-wrap:anywhere]">
                {change.title}
              </TextLink>
            ),
            detail: `by ${change.actor.name}${change.imported ? ', imported' : ''}`,
          }))}
        />
      )}
      {!all && changes.length > SHOWN && (
        <div className="border-t px-3 py-2">
          <Button size="sm" onClick={() => setAll(true)}>
            Show all {changes.length}
          </Button>
        </div>
      )}
    </Panel>
  );
}
