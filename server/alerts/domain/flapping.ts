/** Samples that are looked at: one a minute, the newest last. */
export const SAMPLES = 21;
const START = 30;
const STOP = 10;

/**
 * How much of `samples` (`1` firing, `0` not, oldest first) are changes, in percent, newer ones weighing more: from 0.8 to
 * 1.2 over the 20 changes of 21 samples. Fewer samples are as if nothing had changed before them.
 *
 * Source: Nagios, "Detection and handling of state flapping".
 */
export function changePercent(samples: string): number {
  const last = samples.slice(-SAMPLES);
  const changes = SAMPLES - 1;
  let sum = 0;
  for (let i = 1; i < last.length; i++) {
    if (last[i] === last[i - 1]) continue;
    const place = changes - (last.length - i); // 0 the oldest of twenty
    sum += 0.8 + (0.4 * place) / (changes - 1);
  }
  return (100 * sum) / changes;
}

/** Whether a series flaps: it begins at 30 % and ends below 10 %. */
export function isFlappingNow(samples: string, was: boolean): boolean {
  const percent = changePercent(samples);
  return was ? percent >= STOP : percent >= START - 1e-9;
}
