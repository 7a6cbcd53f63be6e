import type { Outputs } from '#components/shell/trpc.ts';
import { count, plural } from '#components/ui/format.ts';

export type RunbookRow = Outputs['runbooks']['list'][number];
export type RunbookData = Outputs['runbooks']['detail'];
export type StepData = RunbookData['runbook']['steps'][number];
export type StepEntry = NonNullable<RunbookData['run']>['entries'][number];

/** The headline of the list: how many have steps that cannot be done. */
export function runbooksHeadline(rows: readonly Pick<RunbookRow, 'deadSteps' | 'idleSteps'>[]): string {
  const dead = rows.filter(({ deadSteps }) => deadSteps > 0).length;
  const idle = rows.reduce((sum, { idleSteps }) => sum + idleSteps, 0);
  if (dead === 0 && idle > 0) return `No step of ${plural(rows.length, 'runbook')} is dead; ${idleWords(idle)}.`;
  if (dead === 0) return `Every step of ${plural(rows.length, 'runbook')} could be done now.`;
  return dead === 1
    ? `1 of ${plural(rows.length, 'runbook')} has steps that cannot be done.`
    : `${count(dead)} of ${plural(rows.length, 'runbook')} have steps that cannot be done.`;
}

/** How many steps have nothing to act on yet. */
export const idleWords = (n: number): string =>
  plural(n, 'step has nothing to act on yet', 'steps have nothing to act on yet');

/** The headline of one runbook. */
export function runbookHeadline({
  title,
  deadSteps,
  idleSteps,
}: Pick<RunbookData['runbook'], 'title' | 'deadSteps' | 'idleSteps'>): string {
  if (deadSteps === 0 && idleSteps > 0) return `${title}: no step is dead; ${idleWords(idleSteps)}.`;
  if (deadSteps === 0) return `${title}: every step could be done now.`;
  return `${title}: ${plural(deadSteps, 'step')} cannot be done.`;
}

/** What was recorded last at each step; none for a step that is open. */
export function doneBy(entries: readonly StepEntry[]): Map<number, StepEntry> {
  const last = new Map<number, StepEntry>();
  for (const entry of entries) {
    if (entry.outcome === 'reopened') last.delete(entry.position);
    else last.set(entry.position, entry);
  }
  return last;
}

/** How much traffic an action changes. */
export function trafficWords({
  requestsPerMinute: rate,
  changesTraffic,
}: Pick<Outputs['runbooks']['preview'], 'requestsPerMinute' | 'changesTraffic'>): string {
  if (changesTraffic === 'never') return 'None: no request is served otherwise.';
  if (changesTraffic === 'later') return 'None until another person has approved it.';
  if (rate === null) return 'Too many requests in the last hour to count them here.';
  if (rate === 0) return 'No request in the last hour.';
  const words =
    rate < 1
      ? 'Fewer than one request a minute'
      : `${count(Math.round(rate))} ${Math.round(rate) === 1 ? 'request' : 'requests'} a minute`;
  return `${words}, over the last hour.`;
}

/** A runbook to begin with. */
export const NEW_RUNBOOK = `# Title

## Detection signal
What shows that it happens.

## First responder action
What to do in the first five minutes.

## Steps
### check: What to look at
Where, and what it means.

### act: Return to the last good version
~~~act roll_back_prompt
~~~

### tell: Whom to tell
What they need to know.

## Escalation path
Whom to call, and after how many minutes.

## Rollback procedure
How to undo what the steps did.
`;
