import { randomUUID } from 'node:crypto';
import type { AlertEntryKind, Severity } from '#server/alerts/domain/alert.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import type { System } from '#test/harness/system.ts';

type AlertGiven = {
  project: string;
  fingerprint: string;
  kind: string;
  severity: Severity;
  title: string;
  labels: Record<string, string>;
  prompt: string | null;
  environment: string | null;
  model: string | null;
  changes: Record<string, unknown>[];
  openedAt: Date;
  resolvedAt: Date | null;
  acknowledgedAt: Date | null;
  isFlapping: boolean;
};

export type MadeAlert = { alertId: string; project: string };

/** Inserts an open alert by SQL, without an entry or a job. */
export async function makeAlert(system: System, given: Partial<AlertGiven> = {}): Promise<MadeAlert> {
  const now = system.services.clock.now();
  const alertId = randomUUID();
  const { project = 'default', openedAt = now, prompt = 'orders/extract' } = given;
  const { sql } = system.services;
  await sql`insert into alert ${sql({
    id: alertId,
    project_id: system.project(project).id,
    monitor_id: null,
    monitor_version: null,
    source: 'event',
    fingerprint: given.fingerprint ?? alertId,
    kind: given.kind ?? 'quality',
    severity: given.severity ?? 'page',
    title: given.title ?? 'quality of orders/extract −8.4 %',
    labels: sql.json(given.labels ?? (prompt === null ? {} : { prompt })),
    prompt,
    environment: given.environment ?? 'production',
    model: given.model ?? null,
    evidence: sql.json({}),
    changes: sql.json((given.changes ?? []) as never),
    impact_start: null,
    opened_at: openedAt,
    last_seen_at: openedAt,
    count: 1,
    verdict: null,
    is_flapping: given.isFlapping ?? false,
    is_without_data: false,
    acknowledged_at: given.acknowledgedAt ?? null,
    acknowledged_by: null,
    resolved_at: given.resolvedAt ?? null,
    resolved_by: null,
  })}`;
  return { alertId, project };
}

/** Records that something happened to an alert and hands it to the worker, as a change of the alert would. */
export async function alertHappens(
  system: System,
  { alertId, project }: MadeAlert,
  kind: AlertEntryKind = 'fired',
): Promise<void> {
  const projectId = system.project(project).id;
  const [entry] = await system.services.sql<{ id: string }[]>`
    insert into alert_entry (alert_id, project_id, at, kind, detail)
    values (${alertId}, ${projectId}, ${system.services.clock.now()}, ${kind}, '{}') returning id`;
  await enqueue(system.services, 'alert.entry', { projectId, alertId, entryId: Number(entry?.id), kind });
}

/** An alert that fires now, and the worker knows of it. */
export async function fireAnAlert(system: System, given: Partial<AlertGiven> = {}): Promise<MadeAlert> {
  const made = await makeAlert(system, given);
  await alertHappens(system, made);
  return made;
}

/** Ends an alert now. */
export async function endAlert(system: System, made: MadeAlert): Promise<void> {
  await system.services.sql`update alert set resolved_at = ${system.services.clock.now()} where id = ${made.alertId}`;
  await alertHappens(system, made, 'resolved');
}
