'use client';

import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { type IncidentSeverity, type IncidentState, isOpen } from '#server/incidents/domain/incident.ts';
import type { Incident } from '../incident-words.ts';
import { SeverityOptions } from '../severity-options.tsx';
import { ChangeDialog } from './change-dialog.tsx';

/** The verb of each move, and the question of its window. */
const VERBS: Record<Exclude<IncidentState, 'merged'>, string> = {
  triage: 'Back to triage',
  active: 'Confirm',
  mitigated: 'Mark mitigated',
  resolved: 'Resolve',
  closed: 'Close',
  declined: 'Decline',
};

/** The move that usually comes next. */
const NEXT: Partial<Record<IncidentState, IncidentState>> = {
  ...{ triage: 'active', active: 'mitigated', mitigated: 'resolved', resolved: 'closed', declined: 'triage' },
};

/** The moves that this state allows, each in a window with its reason; severity and merging beside them. */
export function ChangeState({ incident }: { incident: Incident }) {
  const { state, severity, next_states } = incident;
  const verb = (to: IncidentState): string =>
    to === 'active' && state !== 'triage' ? 'Open again' : to === 'merged' ? 'Merge' : VERBS[to];
  return (
    <div className="flex flex-wrap gap-2">
      {next_states
        .toSorted((a, b) => Number(b === NEXT[state]) - Number(a === NEXT[state]))
        .map((to) => (
          <ChangeDialog
            key={to}
            incident={incident}
            title={`${verb(to)} ${incident.name}`}
            verb={verb(to)}
            done={`${incident.name} is ${to}`}
            reason={
              to === 'declined' || to === 'triage' || (to === 'active' && state !== 'triage') ? 'needed' : 'optional'
            }
            trigger={
              <Button size="sm" variant={to === NEXT[state] ? 'primary' : undefined}>
                {verb(to)}
              </Button>
            }
            changeOf={() => ({ state: to as Exclude<IncidentState, 'merged'> })}
          />
        ))}
      <ChangeDialog
        incident={incident}
        title={`Severity of ${incident.name}`}
        verb="Save"
        done="Severity changed"
        trigger={<Button size="sm">Severity</Button>}
        changeOf={(form) => ({ severity: Number(form.get('severity')) as IncidentSeverity })}
      >
        <Field label="Severity">
          <Select name="severity" defaultValue={String(severity)}>
            <SeverityOptions />
          </Select>
        </Field>
      </ChangeDialog>
      {isOpen(state) && (
        <ChangeDialog
          incident={incident}
          title={`Merge ${incident.name} into another`}
          verb="Merge"
          done={`${incident.name} merged`}
          trigger={<Button size="sm">Merge</Button>}
          changeOf={(form) => ({ merge_into: String(form.get('merge_into')).trim() })}
        >
          <Field label="Duplicate of" hint="It gets the alerts and the timeline of this one.">
            <Input name="merge_into" required maxLength={50} placeholder="INC-12" />
          </Field>
        </ChangeDialog>
      )}
    </div>
  );
}
