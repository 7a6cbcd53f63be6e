'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { useWhatNeedsPeople } from '#components/shell/reads/use-what-needs-people.ts';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { cn } from '#components/ui/cn.ts';
import { plural } from '#components/ui/format.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { Menu, MenuDivider, MenuHeading, MenuLink } from '#components/ui/overlay/menu.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Now = Outputs['overview']['now'];

/** The bell of the header: what fires, which incidents are open, and who is on call. */
export function Bell() {
  const { project } = useProject();
  const now = useWhatNeedsPeople();
  const loud = now === undefined ? 0 : now.firing.page + now.firing.warning;
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          className="relative grid size-7.5 place-items-center rounded-md hover:bg-accent phone:size-10"
        >
          <Icon name="alert" />
          {loud > 0 && (
            <span
              aria-hidden="true"
              className={cn(
                'absolute top-0 right-0 min-w-4 rounded-[8px] px-1 text-center text-11 leading-4 phone:top-1 phone:right-1',
                (now?.firing.page ?? 0) > 0 ? 'bg-fail-soft text-fail' : 'bg-inconclusive-soft text-inconclusive',
              )}
            >
              {loud > 99 ? '99+' : loud}
            </span>
          )}
          <span className="sr-only">{now === undefined ? 'Alerts' : bellWords(now)}</span>
        </button>
      }
    >
      {now === undefined ? (
        <MenuHeading>Alerts could not be read.</MenuHeading>
      ) : (
        <Listed name={project.name} now={now} />
      )}
    </Menu>
  );
}

/** `Alerts: 1 page and 2 warnings fire`. */
function bellWords({ firing }: Now): string {
  const loud = [
    firing.page > 0 ? plural(firing.page, 'page') : '',
    firing.warning > 0 ? plural(firing.warning, 'warning') : '',
  ].filter((part) => part !== '');
  return loud.length === 0 ? 'Alerts: no page and no warning fires' : `Alerts: firing ${loud.join(' and ')}`;
}

function Listed({ name, now: { alerts, firing, incidents, openIncidents, onCall } }: { name: string; now: Now }) {
  const total = firing.page + firing.warning + firing.ticket;
  return (
    <>
      <MenuHeading>{total === 0 ? 'Nothing fires' : `${plural(total, 'alert')} firing`}</MenuHeading>
      {alerts.map(({ id, title, severity, openedAt }) => (
        <MenuLink key={id} href={to.alerts(name, { alert: id })} icon="alert" hint={<Time at={openedAt} />}>
          <span className="sr-only">{severity}: </span>
          {title}
        </MenuLink>
      ))}
      <MenuLink href={to.alerts(name)}>All alerts</MenuLink>
      <MenuDivider />
      <MenuHeading>
        {openIncidents === 0 ? 'No incident is open' : `${plural(openIncidents, 'incident')} open`}
      </MenuHeading>
      {incidents.map(({ number, name: incident, title, state }) => (
        <MenuLink key={number} href={to.incident(name, number)} icon="incident" hint={state}>
          {incident}: {title}
        </MenuLink>
      ))}
      <MenuDivider />
      <MenuHeading>On call</MenuHeading>
      {onCall.map(({ rotation, person, until }) => (
        <MenuLink
          key={rotation}
          href={to.onCall(name)}
          icon="person"
          hint={
            until !== null && (
              <>
                until <Time at={until} style="at" />
              </>
            )
          }
        >
          {person ?? 'Nobody'}, {rotation}
        </MenuLink>
      ))}
      {onCall.length === 0 && <MenuLink href={to.onCall(name)}>Nobody: set up a rotation</MenuLink>}
    </>
  );
}
