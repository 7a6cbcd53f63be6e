import { setTimeout as pause } from 'node:timers/promises';
import { OtherKey, requireAuditKey } from '#server/audit/audit-key.ts';
import { findingSentence } from '#server/audit/finding-sentence.ts';
import { readAuditState } from '#server/audit/read-audit-state.ts';
import { refusedByAnchorFile } from '#server/audit/send-anchors.ts';
import type { Config } from '#server/platform/config.ts';
import type { DbCtx, Services } from '#server/platform/context.ts';
import { readAllProjects } from '#server/projects/read-project.ts';

/** How long a start waits for an unreachable database: without it nothing is appended to the audit log either. */
const KNOWN_WITHIN_MS = 3_000;

/**
 * Called before a process opens anything: where the audit log of the database is signed with another key than ours,
 * prints a sentence and exits with 1. An unreachable database does not stop the start: each audit row checks again.
 */
export async function endOnOtherKey({ databaseUrl, dataDir }: Config): Promise<void> {
  const checked = requireAuditKey(databaseUrl, dataDir).catch((error: unknown) => {
    if (!(error instanceof OtherKey)) return; // the database is unreachable: the calls that need it report that
    console.error(error.message);
    process.exit(1);
  });
  await Promise.race([checked, pause(KNOWN_WITHIN_MS, undefined, { ref: false })]);
}

/**
 * The warnings about the audit log that a start prints for the operator, one sentence each; empty where all is well.
 */
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

/** Reads the names of all projects; the returned function gives the name of a project's id, for findings. */
export async function readNames(services: DbCtx): Promise<(project: number) => string | undefined> {
  const names = new Map((await readAllProjects(services)).map((it) => [it.id, it.name]));
  return (project) => names.get(project);
}
