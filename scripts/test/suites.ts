import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, runNode } from './command.ts';
import { lastLines, type Step } from './step.ts';

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string; assertionResults: { fullName: string; status: string }[] }[];
};

type PlaywrightSuite = { specs: { title: string; tests: { status: string }[] }[]; suites?: PlaywrightSuite[] };
type PlaywrightReport = {
  suites: PlaywrightSuite[];
  stats: { expected: number; unexpected: number; flaky: number };
  errors: { message?: string }[];
};

/** What Vitest calls a test that did not run. */
const NOT_RUN = new Set(['skipped', 'pending', 'todo', 'disabled']);

/**
 * Unit and integration tests, the house test among them. A file that cannot be loaded, or set up, counts as one
 * failure.
 */
export async function runVitest(root: string): Promise<Step> {
  const file = join(mkdtempSync(join(tmpdir(), 'switchyard-vitest-')), 'report.json');
  const args = [
    bin(root, 'vitest/vitest.mjs'),
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const ended = await runNode(args, { cwd: root, env: { NODE_ENV: 'test', NO_COLOR: '1' }, limitMs: 1_800_000 });
  const found = read<VitestReport>(file);
  if (!found) return unreadable('unit and integration', ended);
  const broken = found.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = found.numFailedTests + broken.length;
  return {
    name: 'unit and integration',
    passed: found.numPassedTests,
    skipped: found.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => NOT_RUN.has(status)).map(({ fullName }) => fullName),
    ),
    failed: failed || (ended.code === 0 ? 0 : 1), // an error outside of any test
    seconds: ended.seconds,
    detail: failuresIn(ended.output),
  };
}

/** The part of Vitest's output about failures, at most its first 250 lines. */
function failuresIn(output: string): string {
  const from = output.search(/⎯+ ?(Failed|Unhandled|Errors)/);
  return from < 0 ? lastLines(output, 40) : output.slice(from).split('\n').slice(0, 250).join('\n');
}

/** Journeys in a browser against the built application. */
export async function runPlaywright(root: string): Promise<Step> {
  const file = join(mkdtempSync(join(tmpdir(), 'switchyard-playwright-')), 'report.json');
  const args = [bin(root, '@playwright/test/cli.js'), 'test', '--reporter=list,json'];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, NO_COLOR: '1', FORCE_COLOR: '0' };
  const ended = await runNode(args, { cwd: root, env, limitMs: 900_000 });
  const found = read<PlaywrightReport>(file);
  if (!found) return unreadable('browser journeys', ended);
  const failed = found.stats.unexpected + found.errors.length;
  for (const title of titlesOf(found.suites, 'flaky')) console.log(`     passed at the second try: ${title}`);
  return {
    name: 'browser journeys',
    passed: found.stats.expected + found.stats.flaky,
    skipped: titlesOf(found.suites, 'skipped'),
    failed: failed || (ended.code === 0 ? 0 : 1),
    seconds: ended.seconds,
    detail: lastLines(ended.output, 150),
  };
}

/** The titles of the tests with this status: `flaky` failed and then passed. */
const titlesOf = (suites: readonly PlaywrightSuite[] | undefined, status: 'flaky' | 'skipped'): string[] =>
  (suites ?? []).flatMap(({ specs, suites: inner }) => [
    ...specs.filter(({ tests }) => tests.some((test) => test.status === status)).map(({ title }) => title),
    ...titlesOf(inner, status),
  ]);

function unreadable(name: string, ended: Ended): Step {
  return { name, passed: 0, failed: 1, seconds: ended.seconds, detail: lastLines(ended.output, 60) };
}

function bin(root: string, path: string): string {
  return join(root, 'node_modules', path);
}

function read<T>(file: string): T | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return null; // it ended before it wrote one
  }
}
