// npm start, once packages are installed: database, migrations, web, edge and worker under one roof.
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { sentenceFor } from '#server/platform/error-facts.ts';
import { busySentence, claimRun, readRun, updateRun } from '../../scripts/run-file.mjs';
import { APP_ROLE } from './postgres/embedded.ts';
import { type DatabaseAccess, openExternal } from './postgres/external.ts';
import { type KeptPostgres, keepEmbedded } from './postgres/keep-running.ts';
import { localAddress, readStartOptions, requireFreePorts, type StartOptions } from './start-options.ts';
import { firstLines } from './supervisor/first-lines.ts';
import { respondsAt } from './supervisor/ready.ts';
import { commonEnv, type Fleet, openFleet, startEdgeAndWorker, startWeb } from './supervisor/start-processes.ts';
import { ensureBuilt } from './web/build-web.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A start fails when one process has crashed so often before it first responded. */
const CRASHES_AT_START_MAX = 3;

let stopping: Promise<void> | null = null;
let fleet: Fleet | null = null;
let postgres: KeptPostgres | null = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopOnRequest());
process.on('disconnect', () => void stopAll(0)); // npm start was killed outright

try {
  await start(await readStartOptions(ROOT, process.argv.slice(2), process.env));
} catch (error) {
  // While stopping, the steps of the start fail: those errors are not printed.
  if (!stopping) console.error(sentenceFor(error));
  await stopAll(1);
}

async function start(options: StartOptions): Promise<void> {
  await holdFolder(options);
  updateRun(options.state, { phase: 'starting', webUrl: options.webUrl, edgeUrl: options.edgeUrl });
  await requireFreePorts(options);
  const running = openFleet(options.state);
  fleet = running;
  const report = (line: string): void => console.error(`${line} …`);
  const later = Promise.all([
    import('./migrate.ts'),
    import('./supervisor/first-start.ts'),
    import('#server/audit/audit-key.ts'),
  ]); // loads while Postgres comes up
  const built = options.dev ? Promise.resolve('not needed') : ensureBuilt(ROOT, report);
  const [{ url: databaseUrl, ownerUrl, role }, [{ migrate }, { firstStart }, { requireAuditKey }]] = await Promise.all([
    openDatabase(options),
    later,
    built,
  ]);
  if (stopping) return;
  const env = commonEnv(options, databaseUrl);
  startWeb(running, options, env); // needs no table to start: it starts while we migrate
  await migrate(ownerUrl, role);
  if (stopping) return;
  await requireAuditKey(databaseUrl, options.state);
  startEdgeAndWorker(running, options, env);
  Object.assign(process.env, env); // the first start makes links and secrets with the settings of the processes
  const { signInLink, warnings } = await firstStart(databaseUrl);
  await allRespond(running, options);
  if (stopping) return;
  updateRun(options.state, { phase: 'running' });
  for (const line of firstLines(options, signInLink)) console.log(line);
  for (const line of warnings) console.error(line);
  if (options.dev) restartOnChange(running);
  if (options.demo) startDemo(running, options, env);
}

/** Claims the data folder, unless npm start, which started us, has claimed it. */
async function holdFolder({ state, webUrl, edgeUrl }: StartOptions): Promise<void> {
  if (readRun(state)?.pid === process.ppid) return;
  const run = await claimRun(state, { phase: 'starting', webUrl, edgeUrl });
  if (!run.held) throw new Error(busySentence(run.holder));
  process.once('exit', run.release);
}

/** The URL of the database, the URL for its migrations, and the role that all processes connect as. */
async function openDatabase({ databaseUrl, ownerUrl, root, state }: StartOptions): Promise<DatabaseAccess> {
  if (databaseUrl) return openExternal({ databaseUrl, ownerUrl }, (line) => console.error(line));
  postgres = await keepEmbedded(root, state, (line) => console.error(`postgres | ${line}`));
  return { url: postgres.url, ownerUrl: postgres.ownerUrl, role: APP_ROLE };
}

async function allRespond(running: Fleet, { host, webPort, edgePort }: StartOptions): Promise<void> {
  const check = (): void => {
    if (stopping) throw new Error('stopping');
    const broken = running.members.find((member) => member.crashes() >= CRASHES_AT_START_MAX);
    if (!broken) return;
    const last = running.logs.get(broken.name)?.tail().slice(-5).join('\n');
    throw new Error(`The ${broken.name} process does not start:\n${last}`);
  };
  const at = (port: number): string => `http://${localAddress(host)}:${port}/livez`;
  await Promise.all([respondsAt(at(edgePort), 60_000, check), respondsAt(at(webPort), 120_000, check)]);
}

function restartOnChange(running: Fleet): void {
  let timer: NodeJS.Timeout | undefined;
  for (const folder of ['server', 'db']) {
    watch(join(ROOT, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        for (const member of running.members) if (member.name !== 'web') member.restart();
      }, 200);
    });
  }
}

/**
 * Starts the demonstration, which makes its own project, people and keys through the command line, as an operator
 * would.
 */
function startDemo(running: Fleet, options: StartOptions, env: NodeJS.ProcessEnv): void {
  const file = join(ROOT, 'examples/demo.ts');
  if (!existsSync(file)) throw new Error('examples/demo.ts is not there, so --demo has nothing to run.');
  const demoEnv = { ...env, SWITCHYARD_URL: options.edgeUrl, SWITCHYARD_WEB_URL: options.webUrl };
  running.start({ name: 'demo', args: [file], cwd: ROOT, env: demoEnv, once: true });
}

/** Running requests are finished first, which takes a moment under load: print a line at once. */
function stopOnRequest(): Promise<void> {
  if (!stopping) console.error('Stopping …');
  return stopAll(0);
}

function stopAll(code: number): Promise<void> {
  stopping ??= (async () => {
    await fleet?.stop();
    await postgres?.stop();
    process.exit(code);
  })();
  return stopping;
}
