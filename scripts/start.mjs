// npm start: installs what is missing, then hands over to server/run/start.ts under the project's own Node.
import { isAbsolute, join } from 'node:path';
import { ensureInstalled, projectEnv, ROOT, requireBootstrapNode, runInOurPlace } from './project.mjs';
import { busySentence, takeRun } from './run-file.mjs';

requireBootstrapNode();
const given = process.env.SWITCHYARD_DATA ?? '.switchyard';
const state = isAbsolute(given) ? given : join(ROOT, given);
const webUrl = process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;
const edgeUrl = process.env.EDGE_PUBLIC_URL ?? `http://localhost:${process.env.EDGE_PORT ?? 4000}`;

const run = await takeRun(state, { phase: 'installing', webUrl, edgeUrl });
if (!run.held) {
  console.error(busySentence(run.holder));
  process.exit(1);
}
process.on('exit', run.release);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stopBeforeHandover);

try {
  const node = await ensureInstalled((line) => console.error(`${line} …`));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stopBeforeHandover);
  const args = [join(ROOT, 'server/run/start.ts'), ...process.argv.slice(2)];
  process.exitCode = await runInOurPlace(
    node,
    args,
    projectEnv({ SWITCHYARD_DATA: state, NODE_COMPILE_CACHE: join(state, 'compile-cache') }),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function stopBeforeHandover() {
  process.exit(0);
}
