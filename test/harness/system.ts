import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runOnce } from 'graphile-worker';
import pino from 'pino';
import { openSql, type Sql } from '#db/client.ts';
import { startNotifying } from '#server/alerts/notify/start-notifying.ts';
import { startTaskRollups } from '#server/cost/rollup/start-task-rollups.ts';
import { type Role, SCOPES, type Scope } from '#server/platform/actions.ts';
import { systemClock } from '#server/platform/clock.ts';
import { readConfig } from '#server/platform/config.ts';
import type { Actor, Ctx, Project, Services } from '#server/platform/context.ts';
import { runJobs } from '#server/platform/jobs/jobs.ts';
import { readQueue } from '#server/platform/jobs/read-queue.ts';
import type { Logger } from '#server/platform/log.ts';
import { createProject } from '#server/projects/create-project.ts';
import { createKey } from '#server/projects/keys/create-key.ts';
import { addMember } from '#server/projects/members/add-member.ts';
import { makeResetLink } from '#server/projects/members/renew-link.ts';
import { redeemSignInLink } from '#server/projects/sign-in/redeem-sign-in-link.ts';
import { tokenOf } from '#server/projects/sign-in/sign-in-link.ts';
import { makeEdge } from '#server/run/make-edge.ts';
import { openServices } from '#server/run/services.ts';
import { allJobs, allParkedJobs } from '#server/run/worker-jobs.ts';
import { startRollups } from '#server/telemetry/rollup/start-rollups.ts';
import { fixedClock } from './fixed-clock.ts';
import { cloneDatabase } from './postgres.ts';

// biome-ignore lint/suspicious/noExplicitAny: a response's body is what a test asserts; its shape differs by route.
export type ApiResponse = { status: number; headers: Headers; body: any };
/** The password of every {@link System.person}, until their one-time `signInLink` sets another. */
export const PASSWORD = 'a long enough passphrase, 1906';
export type Person = { id: string; email: string; name: string; role: Role; signInLink: string };

const SYSTEM: Actor = { kind: 'system', id: null, name: 'test', role: 'admin', scopes: null };

/**
 * A whole Switchyard without pages on a database of its own: the edge on a free port, jobs run by `drain` or by a
 * worker (`worker: true`). `now` stops its clock; `system.clock.advance(ms)` moves it.
 */
export async function startSystem(
  options: {
    now?: string;
    worker?: boolean;
    databaseUrl?: string;
    publicUrl?: string;
    egressAllow?: string;
    log?: Logger;
  } = {},
) {
  const database = options.databaseUrl ? null : await cloneDatabase();
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  const ownerUrl = database?.ownerUrl ?? databaseUrl;
  let ownerSql: Sql | null = null;
  /** For a test that tampers: the application's own role may not change tables, triggers or append-only rows. */
  const owner = (): Sql => (ownerSql ??= openSql(ownerUrl, { max: 2, name: 'switchyard-test-owner' }));
  const dataDir = mkdtempSync(join(tmpdir(), 'switchyard-test-'));
  const config = {
    ...readConfig({
      DATABASE_URL: databaseUrl,
      EDGE_PORT: '0',
      HOST: '127.0.0.1',
      SWITCHYARD_DATA: dataDir,
      PUBLIC_URL: options.publicUrl,
      EGRESS_ALLOW: options.egressAllow,
    }),
  };
  const clock = fixedClock(options.now ? new Date(options.now) : new Date());
  const log = options.log ?? pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  const services = openServices(config, 'test', { clock: options.now ? clock : systemClock, log });
  const projects = new Map<string, Project>();
  const base = { ...services, requestId: 'test', ip: null };
  /** A project of one test, where all tests of a file share a system. */
  async function addProject(name: string): Promise<void> {
    projects.set(name, await createProject({ ...base, actor: SYSTEM }, { name }));
  }
  for (const name of ['default', 'other']) await addProject(name);
  const edge = await makeEdge(services, config);
  const stopWorker = options.worker ? await startWorker(databaseUrl, services) : null;
  const edgeUrl = `http://127.0.0.1:${edge.port}`;

  const projectOf = (name = 'default'): Project => {
    const project = projects.get(name);
    if (!project) throw new Error(`no project ${name} in this test`);
    return project;
  };
  const ctx = (given: { role?: Role; project?: string; person?: Person } = {}): Ctx => ({
    ...base,
    project: projectOf(given.project),
    actor: given.person
      ? {
          kind: 'person',
          id: given.person.id,
          name: given.person.name,
          role: given.role ?? given.person.role,
          scopes: null,
        }
      : { ...SYSTEM, role: given.role ?? 'admin' },
  });

  let people = 0;
  /** A member who has joined, with {@link PASSWORD}. */
  async function person(given: { role: Role; name?: string; project?: string }): Promise<Person> {
    people += 1; // two of the same name are two people
    const name = given.name ?? `person-${people}`;
    const email = `${name.toLowerCase()}-${people}@example.test`;
    const operator = ctx({ project: given.project });
    const { personId: id, signInLink } = await addMember(operator, { email, name, role: given.role });
    await redeemSignInLink(services, { token: tokenOf(signInLink), password: PASSWORD, ip: null });
    const reset = await makeResetLink(operator, { personId: id });
    return { id, email, name, role: given.role, signInLink: reset.signInLink };
  }

  /** Invites a person as `by`, an admin of the project; returns the link that this shows. */
  async function invite(given: { email: string; role: Role; by: Person; project?: string }): Promise<string> {
    const { email, role, by, project } = given;
    return (await addMember(ctx({ project, person: by }), { email, role })).signInLink;
  }

  async function key(
    scopes: readonly Scope[] = SCOPES,
    given: { owner?: Person; project?: string } = {},
  ): Promise<string> {
    const made = await createKey(ctx({ project: given.project }), {
      name: 'test',
      scopes: [...scopes],
      ownerId: given.owner?.id ?? null,
    });
    return made.key;
  }

  async function api(
    method: string,
    path: string,
    given: { key?: string; body?: unknown; raw?: string | Uint8Array; headers?: Record<string, string> } = {},
  ): Promise<ApiResponse> {
    const body = given.raw ?? (given.body === undefined ? undefined : JSON.stringify(given.body));
    const response = await fetch(`${edgeUrl}${path}`, {
      method,
      headers: {
        ...(given.key ? { authorization: `Bearer ${given.key}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...given.headers,
      },
      body: body as BodyInit | undefined,
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: json && text ? JSON.parse(text) : text };
  }

  /** Runs every waiting job until none is left; where a worker runs, waits until it has nothing left to do. */
  async function drain(): Promise<void> {
    if (options.worker) {
      while (await hasWork(services.sql)) await pause(20);
      return;
    }
    const taskList = Object.fromEntries(
      Object.entries(allJobs).map(([n, handle]) => [n, (p: unknown) => handle(services, p)]),
    );
    // Of one project, one job runs at a time: a round ends where the next job has to wait for it.
    do await runOnce({ connectionString: databaseUrl, taskList, noPreparedStatements: true });
    while ((await readQueue(services)).waiting > 0);
  }

  async function dispose(): Promise<void> {
    await stopWorker?.();
    edge.server.closeAllConnections();
    await edge.stop();
    await services.close();
    await ownerSql?.end({ timeout: 5 });
    await database?.[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  }

  return {
    edgeUrl,
    databaseUrl,
    ownerUrl,
    owner,
    dataDir,
    egressAllow: options.egressAllow,
    config,
    services,
    clock,
    edge,
    ctx,
    person,
    invite,
    key,
    api,
    drain,
    project: projectOf,
    addProject,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Whether a job runs, or could run now. */
async function hasWork(sql: Sql): Promise<boolean> {
  const found = await sql`select from graphile_worker.jobs
    where locked_at is not null or (run_at <= now() and attempts < max_attempts) limit 1`;
  return found.length > 0;
}

/** The content of the worker process: jobs of the outbox and the rollups. */
async function startWorker(databaseUrl: string, services: Services): Promise<() => Promise<void>> {
  const stopJobs = await runJobs(databaseUrl, services, allJobs, allParkedJobs);
  const stopRollups = await startRollups(services);
  const stopTasks = startTaskRollups(services);
  const stopNotifying = startNotifying(services);
  return async () => {
    await Promise.all([stopRollups(), stopTasks(), stopNotifying()]);
    await stopJobs();
  };
}

export type System = Awaited<ReturnType<typeof startSystem>>;
