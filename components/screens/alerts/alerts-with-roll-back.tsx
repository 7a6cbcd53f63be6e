'use client';

import { AlertsPage } from '#components/alerts/alerts-page.tsx';
import { RollBackButton } from '#components/runbooks/roll-back-button.tsx';

/** Alerts, with a button beside each deployment before them that rolls it back. */
export function AlertsWithRollBack({ project }: { project: string }) {
  return (
    <AlertsPage
      project={project}
      undo={(alert, change) => <RollBackButton change={change} from={{ alertId: alert.id }} />}
    />
  );
}
