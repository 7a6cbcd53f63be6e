import type { SimPrompt } from './company.ts';
import type { Random } from './random.ts';
import { playTask, type SimTask } from './task.ts';
import { busyness, growth, servedAt } from './when.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** The tasks of one prompt over so many days, oldest first. */
export function* playDays(prompt: SimPrompt, now: number, days: number, random: Random): Generator<SimTask> {
  let count = 0;
  for (let hour = now - days * DAY_MS; hour < now; hour += HOUR_MS) {
    const share = busyness(new Date(hour)) * growth(hour, now);
    const tasks = Math.round(prompt.perHour * share * (0.92 + 0.16 * random.next()));
    const times = Array.from({ length: tasks }, () => hour + random.next() * HOUR_MS).sort((a, b) => a - b);
    for (const time of times) {
      const at = Math.floor(time);
      // The retries of a task come seconds after it, and none may lie in the future.
      if (at >= now - 60_000) return;
      yield playTask({ prompt, served: servedAt(prompt, at, now), at, now, id: `${prompt.name}-${count++}`, random });
    }
  }
}
