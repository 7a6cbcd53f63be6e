import { isAbsolute, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openSql } from '#db/client.ts';
import { requireAuditKey } from '#server/audit/audit-key.ts';
import { readConfig } from '#server/platform/config.ts';
import type { Ctx } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';
import { openLog } from '#server/platform/log.ts';
import { readProject } from '#server/projects/read-project.ts';
import { claimRun, type Run, readRun } from '../../../scripts/run-file.mjs';
import { migrate } from '../migrate.ts';
import { APP_ROLE, embeddedUrl, startEmbedded } from '../postgres/embedded.ts';
import { type OpenServices, openServices } from '../services.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** A start that installs and builds first may take this long until its Postgres responds. */
const DATABASE_WITHIN_MS = 60_000;

/**
 * Runs `work` on the server's own machine, with or without a running server: on DATABASE_URL where it is set, else on
 * the built-in Postgres of the server that runs here, else on that Postgres, started for this command and stopped after
 * it.
 */
export async function withServices<T>(
  env: Record<string, string | undefined>,
  work: (services: OpenServices) => Promise<T>,
): Promise<T> {
  if (env.DATABASE_URL) return onDatabase(env, env.DATABASE_URL, null, work);
  const state = stateFolder(env);
  const holder = readRun(state);
  if (holder) return onDatabase(env, await runningDatabase(state), holder, work);
  const webUrl = env.PUBLIC_URL ?? `http://localhost:${env.PORT ?? 3000}`;
  const edgeUrl = env.EDGE_PUBLIC_URL ?? `http://localhost:${env.EDGE_PORT ?? 4000}`;
  const run = await claimRun(state, { phase: 'command', webUrl, edgeUrl });
  if (!run.held) return onDatabase(env, await runningDatabase(state), run.holder, work);
  try {
    const { url, ownerUrl, cluster } = await startEmbedded(ROOT, state);
    try {
      await migrate(ownerUrl, APP_ROLE);
      return await onDatabase(env, url, null, work);
    } finally {
      await cluster.stop();
    }
  } finally {
    run.release();
  }
}

async function onDatabase<T>(
  env: Record<string, string | undefined>,
  url: string,
  run: Run | null,
  work: (services: OpenServices) => Promise<T>,
): Promise<T> {
  const addresses = run ? { PUBLIC_URL: run.webUrl, EDGE_PUBLIC_URL: run.edgeUrl } : {};
  const config = readConfig({ ...env, ...addresses, DATABASE_URL: url, SWITCHYARD_DATA: stateFolder(env) });
  await requireAuditKey(url, config.dataDir);
  const services = openServices(config, 'cli', { patient: true, log: openLog('cli', 'warn', process.stderr) });
  try {
    return await work(services);
  } finally {
    await services.close();
  }
}

/** The URL of the built-in Postgres of the server that runs here. Waits until it responds, since it may be starting. */
async function runningDatabase(state: string): Promise<string> {
  const until = Date.now() + DATABASE_WITHIN_MS;
  for (;;) {
    const url = embeddedUrl(state);
    if (url && (await responds(url))) return url;
    if (readRun(state)?.phase === 'running' || Date.now() > until) break;
    await pause(200);
  }
  throw new Error(
    'A server runs in this folder, but not on the built-in Postgres. Set DATABASE_URL to the one that it uses.',
  );
}

async function responds(url: string): Promise<boolean> {
  const sql = openSql(url, { max: 1, name: 'switchyard-cli' });
  try {
    await sql`select 1 from project limit 1`;
    return true;
  } catch {
    return false; // not started, or not migrated yet: tried again
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/**
 * Absolute path of the data folder: SWITCHYARD_DATA, or `.switchyard` of this clone, whatever the working directory.
 */
export function stateFolder(env: Record<string, string | undefined>): string {
  const given = env.SWITCHYARD_DATA ?? '.switchyard';
  return isAbsolute(given) ? given : join(ROOT, given);
}

/** The context of the server's operator in project `name`. Throws a 404 that names the remedy. */
export async function operatorCtx(services: OpenServices, name: string): Promise<Ctx> {
  const project = await readProject(services, name);
  if (!project) {
    throw new Fault('no_such_project', {
      status: 404,
      public: `There is no project named "${name}". Make it with: switchyard projects create --name ${name}`,
    });
  }
  return { ...operator(services), project };
}

/** The context of the server's operator outside of any project. */
export function operator(services: OpenServices): Omit<Ctx, 'project'> {
  const actor = { kind: 'system', id: null, name: 'command line', role: 'admin', scopes: null } as const;
  return { ...services, actor, requestId: `cli-${process.pid}`, ip: null };
}
