let right = 0;
const wrong: string[] = [];

/** 0.8404 → `84.0 %`; unknown → `–`. */
export const percent = (value: number | null | undefined): string =>
  value == null ? '–' : `${(value * 100).toFixed(1)} %`;

/** Notes whether a measured figure is the published one, to one decimal of a percent. */
export function check(what: string, measured: unknown, expected: unknown): void {
  const equal =
    typeof measured === 'number' && typeof expected === 'number'
      ? Math.abs(measured - expected) < 0.0005
      : measured === expected;
  if (equal) right++;
  else wrong.push(`${what}: ${String(measured)} instead of ${String(expected)}`);
}

/** Prints the outcome and sets the exit code. */
export function summary(): void {
  for (const line of wrong) console.log(`DIFFERENT ${line}`);
  console.log(`\n${right} figures as published, ${wrong.length} different`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
