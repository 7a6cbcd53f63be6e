// The whole test run, fast checks first. On two cores, one step that uses much CPU runs beside one that uses little.
import { join } from 'node:path';
import { ensureBuilt } from '../../server/run/web/build-web.ts';
import { endAll, runNode } from './command.ts';
import { watchStarter } from './starter.ts';
import { check, report, type Step, summarize } from './step.ts';
import { runPlaywright, runVitest } from './suites.ts';

const ROOT = join(import.meta.dirname, '../..');
const steps: Step[] = [];

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.once('exit', endAll);
const disconnect = watchStarter(() => process.exit(1));

await done(tool('route types', ['next/dist/bin/next', 'typegen']));
// Before the build, which writes the route types again: TypeScript would miss a file that is being replaced.
await done(tool('types', ['typescript/bin/tsc', '--noEmit']));
await Promise.all([
  // The linter is native and brief; the build takes the other core.
  build(),
  (async () => {
    await done(
      tool('lint and format', ['@biomejs/biome/bin/biome', 'ci', '--colors=off', '--max-diagnostics=30', '.']),
    );
    await done(tool('unused code', ['knip/bin/knip.js', '--no-progress']));
    await done(tool('used by tests only', ['knip/bin/knip.js', '--no-progress', '--production']));
  })(),
]);
await done(runVitest(ROOT));
if (steps.some((step) => step.name === 'production build' && step.passed === 1)) await done(runPlaywright(ROOT));

const { lines, good } = summarize(steps);
process.exitCode = good ? 0 : 1;
console.log(`\n${lines.join('\n')}`);
disconnect();

async function done(step: Promise<Step>): Promise<void> {
  const ended = await step;
  steps.push(ended);
  report(ended);
}

async function tool(name: string, [file = '', ...args]: string[]): Promise<Step> {
  const { code, output, seconds } = await runNode([join(ROOT, 'node_modules', file), ...args], {
    cwd: ROOT,
    limitMs: 300_000,
  });
  return check(name, code === 0, seconds, output);
}

async function build(): Promise<void> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  await done(
    ensureBuilt(ROOT, () => {}).then(
      () => check('production build', true, seconds(), ''),
      (error: Error) => check('production build', false, seconds(), error.message),
    ),
  );
}
