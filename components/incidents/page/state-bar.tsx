'use client';

import { cn } from '#components/ui/cn.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { duration, plural, UNKNOWN } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { MACHINE } from '#server/incidents/domain/incident.ts';
import { TIME_FIELDS, type TimeField } from '#server/incidents/domain/times.ts';
import { type Incident, setBy, TIME_WORDS } from '../incident-words.ts';
import { fromUtcField, toUtcField } from '../utc-field.ts';
import { ChangeDialog } from './change-dialog.tsx';

/** The five times of an incident on one line, each editable with a reason, and what they add up to. */
export function StateBar({ incident }: { incident: Incident }) {
  const { durations } = incident;
  return (
    <Panel aria-label="Times">
      <ol className="relative grid grid-cols-5 pt-3.5 pb-2.5 max-[860px]:grid-cols-1 max-[860px]:py-1">
        {TIME_FIELDS.map((field, index) => (
          <Stop key={field} incident={incident} field={field} isLast={index === TIME_FIELDS.length - 1} />
        ))}
      </ol>
      <div className="flex flex-wrap gap-x-4 gap-y-1 border-t px-3 py-2 text-12 text-muted-foreground">
        <Took word="Time to detect" ms={durations.detect_ms} note={durations.proactive ? 'proactive' : undefined} />
        <Took word="to acknowledge" ms={durations.acknowledge_ms} />
        <Took word="to mitigate" ms={durations.mitigate_ms} />
        <Took word="to resolve" ms={durations.resolve_ms} />
        <span>
          people <strong className="font-strong text-foreground">{peopleWords(incident.people_time)}</strong>
        </span>
        <span className="ml-auto phone:ml-0">times in UTC, editable with a reason</span>
      </div>
      <ul aria-label="Severity over time" className="flex flex-wrap gap-x-4 gap-y-1 border-t px-3 py-2 text-12">
        {incident.severities.map(({ severity, from, to, by, reason }) => (
          <li key={from} className="min-w-0 [overflow-wrap:anywhere]">
            Severity {severity} {to === null ? 'since' : 'from'} <Time at={from} />
            {to !== null && (
              <>
                {' to '}
                <Time at={to} />, {duration(Date.parse(to) - Date.parse(from))}
              </>
            )}
            <span className="text-muted-foreground">
              , {by === MACHINE ? 'by the machine' : `by ${by}`}
              {reason && `: ${reason}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** How long people were in it, at least: from the first to the last thing that each did. */
const peopleWords = ({ people, ms }: Incident['people_time']): string =>
  people === 0 ? 'nobody yet' : `${plural(people, 'person', 'people')}${ms === 0 ? '' : `, at least ${duration(ms)}`}`;

function Took({ word, ms, note }: { word: string; ms: number | null; note?: string }) {
  return (
    <span>
      {word} <strong className="font-strong text-foreground">{duration(ms)}</strong>
      {note && ` (${note})`}
    </span>
  );
}

/** From which time on the line is no longer red. */
const isAfter = (field: TimeField): boolean => field === 'mitigated' || field === 'resolved';

function Stop({ incident, field, isLast }: { incident: Incident; field: TimeField; isLast: boolean }) {
  const time = incident.times[field];
  const at = time?.at ?? null;
  const start = incident.times.impact_start?.at ?? null;
  const isKnown = at !== null;
  return (
    <li className="relative min-w-0 px-3 max-[860px]:grid max-[860px]:grid-cols-[14px_minmax(0,1fr)] max-[860px]:gap-x-3 max-[860px]:py-1.5">
      <span aria-hidden="true" className="forced-color-adjust-none">
        {!isLast && (
          <span
            className={cn(
              'absolute top-[5px] -right-3 left-3 h-[3px] max-[860px]:top-3 max-[860px]:right-auto max-[860px]:-bottom-3 max-[860px]:left-[17px] max-[860px]:h-auto max-[860px]:w-[3px]',
              isAfter(field) || !isKnown ? 'bg-stable' : 'bg-fail',
            )}
          />
        )}
        <span
          className={cn(
            'relative block size-[13px] border-[3px] bg-card',
            field === 'impact_start' ? 'rotate-45 scale-85 rounded-[2px]' : 'rounded-full',
            !isKnown
              ? 'border-border-strong'
              : isAfter(field)
                ? 'border-pass bg-pass'
                : field === 'impact_start'
                  ? 'border-fail bg-fail'
                  : 'border-fail',
          )}
        />
      </span>
      <div className="mt-1.5 min-w-0 max-[860px]:mt-0">
        <div className="flex flex-wrap items-center gap-x-1.5 text-12 text-muted-foreground">
          {TIME_WORDS[field]}
          <EditTime incident={incident} field={field} />
        </div>
        <div className="text-16 font-semibold">
          {at === null ? UNKNOWN : <Time at={at} style={isSameDay(at, start ?? at) ? 'clock' : 'at'} />}
        </div>
        <div className="text-12 font-strong">{sinceWords(incident, field)}</div>
        <div className="text-12 text-muted-foreground">
          <FromWords incident={incident} field={field} />
        </div>
      </div>
    </li>
  );
}

const isSameDay = (a: string, b: string): boolean => a.slice(0, 10) === b.slice(0, 10);

function sinceWords({ durations, times }: Incident, field: TimeField): string {
  if (times[field]?.at == null) return field === 'impact_start' ? 'not known' : 'not yet';
  if (field === 'impact_start') return 'first bad minute';
  const after = (ms: number | null) => (ms === null ? '' : `${duration(ms)} after start`);
  if (field === 'detected') return durations.proactive ? 'before the impact' : after(durations.detect_ms);
  if (field === 'acknowledged')
    return durations.acknowledge_ms === null ? '' : `+${duration(durations.acknowledge_ms)}`;
  return after(field === 'mitigated' ? durations.mitigate_ms : durations.resolve_ms);
}

/** Who set a time, and what it was at first where it was changed. */
function FromWords({ incident, field }: { incident: Incident; field: TimeField }) {
  const time = incident.times[field];
  if (time === null) return null;
  const who = setBy(incident, field);
  return (
    <span title={time.reason ?? undefined} className="line-clamp-3 [overflow-wrap:anywhere]">
      {who}
      {time.source === 'person' && time.original_at !== time.at && (
        <>, originally {time.original_at === null ? 'not known' : <Time at={time.original_at} style="clock" />}</>
      )}
    </span>
  );
}

function EditTime({ incident, field }: { incident: Incident; field: TimeField }) {
  const word = TIME_WORDS[field];
  if (['closed', 'merged'].includes(incident.state)) return null;
  // A state brings its time: before that there is none to edit.
  if (['mitigated', 'resolved'].includes(field) && incident.times[field]?.at == null) return null;
  return (
    <ChangeDialog
      incident={incident}
      title={`${word} of ${incident.name}`}
      verb="Save"
      done={`${word} changed`}
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Edit ${word.toLowerCase()}`}>
          Edit
        </Button>
      }
      changeOf={(form) => ({
        times: { [field]: form.has('unknown') ? null : (fromUtcField(String(form.get('at'))) ?? null) },
      })}
    >
      <Field label="Time (UTC)">
        <Input name="at" type="datetime-local" defaultValue={toUtcField(incident.times[field]?.at)} />
      </Field>
      {field === 'detected' ? null : <Checkbox name="unknown">Not known</Checkbox>}
    </ChangeDialog>
  );
}
