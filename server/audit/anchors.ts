import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditHead } from '#db/schema/audit.ts';
import type { Services } from '#server/platform/context.ts';
import type { ChainState } from './domain/check-chain.ts';

const FILE = 'audit-heads.json';

/**
 * Notes the end of every chain outside of the database, in the data folder and in the log: whoever cuts off the end
 * of the log in the database cannot cut it off there. Called every minute by the worker.
 */
export async function noteAnchors(services: Pick<Services, 'db' | 'log'>, dataDir: string): Promise<void> {
  const before = readAnchors(dataDir);
  const heads = await services.db.select().from(auditHead).orderBy(auditHead.projectId);
  const grown = heads.filter((it) => it.seq > (before.get(it.projectId)?.seq ?? 0));
  if (grown.length === 0) return;
  // A head that went back is not noted: the older, longer one is what shows the cut.
  for (const { projectId, seq, mac } of grown) before.set(projectId, { seq, mac });
  const next = join(dataDir, `${FILE}.${process.pid}`);
  writeFileSync(next, JSON.stringify(Object.fromEntries(before)), { mode: 0o600 });
  renameSync(next, join(dataDir, FILE));
  services.log.info({ heads: grown }, 'audit heads');
}

/** The noted ends by project id (0 = the installation); empty where none was noted yet. */
export function readAnchors(dataDir: string): Map<number, ChainState> {
  let text: string;
  try {
    text = readFileSync(join(dataDir, FILE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
  const noted = JSON.parse(text) as Record<string, ChainState>;
  return new Map(Object.entries(noted).map(([project, head]) => [Number(project), head]));
}
