import { SEVERITY_WORDS } from '#components/alerts/alert-words.ts';
import { SeverityBadge } from '#components/incidents/state-badge.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Now = Outputs['overview']['now'];

/** What fires, which incidents are open, and who is on call. */
export function NeedsPeople({ project, now }: { project: string; now: Now | undefined }) {
  if (now === undefined)
    return (
      <Panel>
        <PanelHeader title="Alerts and incidents" />
        <PanelBody className="text-muted-foreground">
          They could not be read; they are read again by themselves.
        </PanelBody>
      </Panel>
    );
  const { alerts, incidents, openIncidents, firing } = now;
  const total = firing.page + firing.warning + firing.ticket;
  const more = total + openIncidents - alerts.length - incidents.length;
  const meta = [
    total > 0 ? `${total} firing` : '',
    openIncidents > 0 ? `${plural(openIncidents, 'incident')} open` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
  return (
    <Panel>
      <PanelHeader title="Alerts and incidents" meta={meta} />
      {total + openIncidents === 0 ? (
        <PanelBody className="text-muted-foreground">Nothing fires and no incident is open.</PanelBody>
      ) : (
        <Rows>
          {incidents.map(({ number, name, title, severity, state, openedAt }) => (
            <Row
              key={name}
              lead={<SeverityBadge severity={severity} />}
              leadWidth="badge"
              title={
                <TextLink href={to.incident(project, number)} data-row={name}>
                  {name}: {title}
                </TextLink>
              }
              sub={
                <>
                  {state}, opened <Time at={openedAt} />
                </>
              }
            />
          ))}
          {alerts.map(({ id, title, severity, openedAt, isAcknowledged }) => (
            <Row
              key={id}
              lead={<StatusBadge state={SEVERITY_WORDS[severity].badge}>{SEVERITY_WORDS[severity].word}</StatusBadge>}
              leadWidth="badge"
              title={
                <TextLink href={to.alerts(project, { alert: id })} data-row={id}>
                  {title}
                </TextLink>
              }
              sub={
                <>
                  firing since <Time at={openedAt} />
                  {isAcknowledged && ', acknowledged'}
                </>
              }
            />
          ))}
        </Rows>
      )}
      <PanelFoot>
        {more > 0 && (
          <>
            {more} more on <TextLink href={to.alerts(project)}>alerts</TextLink> and{' '}
            <TextLink href={to.incidents(project)}>incidents</TextLink>.{' '}
          </>
        )}
        {onCallWords(now)} <TextLink href={to.onCall(project)}>On call</TextLink>
      </PanelFoot>
    </Panel>
  );
}

/** `Ines is on call (Primary).` */
function onCallWords({ onCall }: Now): string {
  if (onCall.length === 0) return 'Nobody is on call: there is no rotation.';
  return onCall.map(({ rotation, person }) => `${person ?? 'Nobody'} is on call (${rotation}).`).join(' ');
}
