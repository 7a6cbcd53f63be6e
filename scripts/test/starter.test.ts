import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runInOurPlace } from '../project.mjs';

/** A program as the test run is one: it watches its starter, sets its exit code and hangs up. */
function program(exitCode: number): string[] {
  const starter = pathToFileURL(join(import.meta.dirname, 'starter.ts')).href;
  const source = `import { watchStarter } from ${JSON.stringify(starter)};
    const hangUp = watchStarter(() => process.exit(77));
    process.exitCode = ${exitCode};
    hangUp();`;
  return ['--input-type=module', '-e', source];
}

describe('a test run that has ended', () => {
  it('answers 0 when everything passed', async () => {
    expect(await runInOurPlace(process.execPath, program(0), process.env)).toBe(0);
  });

  it('answers with its own exit code when something failed', async () => {
    expect(await runInOurPlace(process.execPath, program(1), process.env)).toBe(1);
  });
});
