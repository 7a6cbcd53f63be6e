import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runInOurPlace } from '../project.mjs';

/** A program that, as the test run does, watches its starter, sets its exit code and disconnects. */
function program(exitCode: number): string[] {
  const starter = pathToFileURL(join(import.meta.dirname, 'starter.ts')).href;
  const source = `import { watchStarter } from ${JSON.stringify(starter)};
    const disconnect = watchStarter(() => process.exit(77));
    process.exitCode = ${exitCode};
    disconnect();`;
  return ['--input-type=module', '-e', source];
}

describe('a test run that has ended', () => {
  it('exits with 0 when everything passed', async () => {
    expect(await runInOurPlace(process.execPath, program(0), process.env)).toBe(0);
  });

  it('exits with its own exit code when something failed', async () => {
    expect(await runInOurPlace(process.execPath, program(1), process.env)).toBe(1);
  });
});
