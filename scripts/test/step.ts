/** The result of one part of the test run. A static check counts as one test. */
export type Step = {
  name: string;
  passed: number;
  failed: number;
  /** The names of the tests that did not run, where this part has any. */
  skipped?: readonly string[];
  seconds: number;
  detail: string;
};

/** The result of a check that passes or fails; `detail` is shown where it fails. */
export function check(name: string, ok: boolean, seconds: number, detail: string): Step {
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, seconds, detail: ok ? '' : lastLines(detail, 60) };
}

/** Prints one line for a step, and below it the details of a failure. */
export function report(step: Step): void {
  const mark = step.failed > 0 ? 'FAIL' : 'ok';
  console.log(
    `${mark.padEnd(5)}${step.name.padEnd(24)}${String(step.passed).padStart(5)} passed${String(step.failed).padStart(5)} failed${step.seconds.toFixed(1).padStart(8)} s`,
  );
  if (step.failed > 0 && step.detail) console.log(step.detail.replaceAll(/^/gm, '     '));
}

/**
 * The closing lines, and whether the run is good: nothing failed, and something ran. Tests that did not run are named,
 * since what they check is not known, and the last line counts them.
 */
export function summarize(steps: readonly Step[]): { lines: string[]; good: boolean } {
  const passed = steps.reduce((sum, step) => sum + step.passed, 0);
  const failed = steps.reduce((sum, step) => sum + step.failed, 0);
  const skipped = steps.flatMap((step) => step.skipped ?? []);
  const count = `${passed} passed, ${failed} failed`;
  return {
    lines: [
      ...skipped.map((name) => `skipped: ${name}`),
      skipped.length === 0 ? count : `${count}, ${skipped.length} skipped`,
    ],
    good: failed === 0 && passed > 0,
  };
}

export function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n');
}
