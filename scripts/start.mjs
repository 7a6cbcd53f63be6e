// npm start: installs missing packages, then runs server/run/start.ts with the project's own Node.
import { isAbsolute, join } from 'node:path';
import { ensureInstalled, projectEnv, ROOT, requireBootstrapNode, runInOurPlace } from './project.mjs';
import { busySentence, claimRun } from './run-file.mjs';

requireBootstrapNode();
const given = process.env.SWITCHYARD_DATA ?? '.switchyard';
const state = isAbsolute(given) ? given : join(ROOT, given);
const webUrl = process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const edgeUrl = process.env.EDGE_PUBLIC_URL ?? `http://localhost:${process.env.EDGE_PORT ?? 4000}`;

try {
  const run = await claimRun(state, { phase: 'installing', webUrl, edgeUrl });
  if (!run.held) throw new Error(busySentence(run.holder));
  process.on('exit', run.release);
  process.exitCode = await installAndRun();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function installAndRun() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stopDuringInstall);
  const node = await ensureInstalled((line) => console.error(`${line} …`));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stopDuringInstall);
  const args = [join(ROOT, 'server/run/start.ts'), ...process.argv.slice(2)];
  const ours = { SWITCHYARD_DATA: state, NODE_COMPILE_CACHE: join(state, 'compile-cache') };
  return runInOurPlace(node, args, projectEnv(ours));
}

function stopDuringInstall() {
  process.exit(0);
}
