import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** What a process prints after `consoleWithoutValues`. */
function printed(code: string): string {
  const module = new URL('./console-without-values.ts', import.meta.url).href;
  const program = `
    const { consoleWithoutValues } = await import(${JSON.stringify(module)});
    consoleWithoutValues();
    ${code}`;
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return ran.stdout + ran.stderr;
}

it('prints the facts of an error, and nothing that a caller sent', () => {
  const text = printed(`
    const fields = { code: '22P02', parameters: ['canary'] };
    const error = Object.assign(new Error('Failed query: x params: canary'), fields);
    console.error(' ⨯', error, { digest: '1', error, [Symbol('inner')]: error });
    console.log('wrapped', new Error('outer canary', { cause: error }));`);
  expect(text).toContain('22P02');
  expect(text).toContain('wrapped');
  expect(text).not.toContain('canary');
});
