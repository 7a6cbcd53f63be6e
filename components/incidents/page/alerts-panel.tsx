import { SEVERITY_WORDS } from '#components/alerts/alert-words.ts';
import { to } from '#components/shell/to.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { count } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import type { Incident } from '../incident-words.ts';

/** The alerts that are its signals, oldest first. */
export function AlertsPanel({ project, incident: { alerts } }: { project: string; incident: Incident }) {
  return (
    <Panel>
      <PanelHeader title="Alerts" meta={count(alerts.length)} />
      <Rows>
        {alerts.map(({ id, title, severity, opened_at, resolved_at }) => (
          <Row
            key={id}
            lead={<StatusBadge state={resolved_at === null ? 'firing' : 'resolved'} />}
            title={<TextLink href={to.alerts(project, { alert: id })}>{title}</TextLink>}
            sub={
              <>
                {SEVERITY_WORDS[severity].word}, fired <Time at={opened_at} style="second" />
                {resolved_at !== null && (
                  <>
                    , resolved <Time at={resolved_at} style="second" />
                  </>
                )}
              </>
            }
          />
        ))}
      </Rows>
    </Panel>
  );
}
