import type { ReactNode } from 'react';
import type { Outputs } from '#components/shell/trpc.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Badge } from '#components/ui/badge/badge.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';

type OnCall = Outputs['notify']['onCall'];

/** Who is on call now, until when and who follows, and whom a page goes to after how long. */
export function OnCallPanel({ data: { rotations, steps, pagedAt, pages }, meta }: { data: OnCall; meta?: ReactNode }) {
  const week = pages.map(({ name, pages: n }) => `${name} ${plural(n, 'page')}`).join('; ');
  return (
    <Panel>
      <PanelHeader title="On call now" meta={meta} />
      <ul>
        {rotations.map(({ id, name, now, overrides, timeZone }) => (
          <li key={id} className="flex items-center gap-2 border-b px-3 py-2 last:border-b-0">
            <Avatar name={now?.name ?? '–'} />
            <span className="min-w-0">
              <span className="block font-medium">{now?.name ?? 'Nobody'}</span>
              <span className="block text-12 text-muted-foreground">
                {name}
                {now && (
                  <>
                    : until <Time at={now.until} style="at" />, then {now.next}
                    {now.isOverride && ', stands in'}
                  </>
                )}
                {overrides.length > 0 && `; ${plural(overrides.length, 'override')} to come or running`}; hand-over in{' '}
                {timeZone}
              </span>
            </span>
            {pagedAt !== null && now !== null && (
              <span className="ml-auto">
                <Badge tone="fail" icon="alert">
                  Paged <Time at={pagedAt} style="clock" />
                </Badge>
              </span>
            )}
          </li>
        ))}
        {steps.map(({ step, afterMinutes, name, rotation }) => (
          <li key={`step ${step}`} className="flex items-center gap-2 border-b px-3 py-2 last:border-b-0">
            <Avatar name={name ?? '–'} />
            <span className="min-w-0">
              <span className="block font-medium">{name ?? 'Nobody'}</span>
              <span className="block text-12 text-muted-foreground">
                {afterMinutes === 0 ? 'at once' : `after ${afterMinutes} min`}
                {rotation !== null && `, who is on call in ${rotation}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <PanelFoot>
        {steps.length === 0
          ? 'No escalation is set: a page that nobody acknowledges is repeated every 30 min.'
          : week === ''
            ? 'In the last 7 days nobody was paged.'
            : `In the last 7 days: ${week}.`}
      </PanelFoot>
    </Panel>
  );
}
