import { setTimeout as pause } from 'node:timers/promises';
import { OtherKey, requireAuditKey } from '#server/audit/audit-key.ts';
import { findingSentence } from '#server/audit/finding-sentence.ts';
import { readAuditState } from '#server/audit/read-audit-state.ts';
import { refusedByAnchorFile } from '#server/audit/send-anchors.ts';
import type { Config } from '#server/platform/config.ts';
import type { DbCtx, Services } from '#server/platform/context.ts';
import { readAllProjects } from '#server/projects/read-project.ts';

/** A start does not wait longer for a database that is away: without it nothing is appended to the log either. */
const KNOWN_WITHIN_MS = 3_000;

/**
 * Before a process opens anything: where the audit log of the database is signed with another key than ours, says so
 * and ends the process with 1. A database that cannot be asked in time is no reason: each audit row asks it again.
 */
export async function endOnOtherKey({ databaseUrl, dataDir }: Config): Promise<void> {
  const asked = requireAuditKey(databaseUrl, dataDir).catch((error: unknown) => {
    if (!(error instanceof OtherKey)) return; // the database is away: whoever needs it says so
    console.error(error.message);
    process.exit(1);
  });
  await Promise.race([asked, pause(KNOWN_WITHIN_MS, undefined, { ref: false })]);
}

/** What an operator must know of the audit log at a start: one sentence each; empty where all fits. */
export async function auditWarnings(services: Services): Promise<string[]> {
  const { findings } = await readAuditState(services);
  const nameOf = await readNames(services);
  const { file } = services.anchorsOutside;
  const refused = file === null ? null : refusedByAnchorFile(file);
  return [
    ...findings.map((it) => `AUDIT: ${findingSentence(it, nameOf)} See docs/operations.md, "The audit log".`),
    ...(refused === null ? [] : [`AUDIT: AUDIT_ANCHOR_FILE cannot be written: ${refused}`]),
  ];
}

/** The names of all projects by number, as findings are told to people. */
export async function readNames(services: DbCtx): Promise<(project: number) => string | undefined> {
  const names = new Map((await readAllProjects(services)).map((it) => [it.id, it.name]));
  return (project) => names.get(project);
}
