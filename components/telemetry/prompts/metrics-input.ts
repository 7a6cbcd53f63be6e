import type { TimeWindow } from '#components/shell/time/time-range.ts';
import type { Inputs } from '#components/shell/trpc.ts';

/** The read of the metrics tab, the same on the server and in the browser. */
export function metricsInput(
  project: string,
  prompt: string,
  environment: string,
  { from, to }: Pick<TimeWindow, 'from' | 'to'>,
): Inputs['telemetry']['versionSeries'] {
  return { project, prompt, from, to, ...(environment ? { environment } : {}) };
}
