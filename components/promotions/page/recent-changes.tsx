'use client';

import { useState } from 'react';
import type { PromotionDetail } from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { cn } from '#components/ui/cn.ts';
import { Rows } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Icon, type IconName } from '#components/ui/icons/icon.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { OPEN_STATUSES } from '#server/promotions/domain/promotion-machine.ts';

type Change = PromotionDetail['recentChanges']['list'][number];

const SIGNS: Record<Change['kind'], IconName> = {
  member: 'person',
  key: 'key',
  protection: 'settings',
  policy: 'eval',
};

const SHOWN_AT_FIRST = 5;

/** New members, raised roles and changed rules of the 24 hours before the decision. Renders nothing without any. */
export function RecentChanges({ detail }: { detail: PromotionDetail }) {
  const { project } = useProject();
  const [all, setAll] = useState(false);
  const { list } = detail.recentChanges;
  if (list.length === 0) return null;
  const open = OPEN_STATUSES.includes(detail.status);
  const shown = all ? list : list.slice(0, SHOWN_AT_FIRST);
  return (
    <Panel aria-labelledby="recent-changes">
      <PanelHeader
        id="recent-changes"
        title={open ? 'Changed in the last 24 hours' : 'Changed in the 24 hours before'}
        meta={list.length}
      />
      <Rows>
        {shown.map((change) => (
          <li key={change.seq} className="flex gap-2 border-b px-3 py-[7px]">
            <span className={cn('grid h-5 flex-none place-items-center', change.loosens && 'text-inconclusive')}>
              <Icon name={SIGNS[change.kind]} size={14} />
            </span>
            <div className="min-w-0 flex-1">
              <PlainLink href={to.change(project.name, change.path)} className="quiet-link [overflow-wrap:anywhere]">
                {change.title}
              </PlainLink>
              <div className="text-12 text-muted-foreground [overflow-wrap:anywhere]">
                by {change.actor.name}, <Time at={change.at} />
              </div>
            </div>
          </li>
        ))}
      </Rows>
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
