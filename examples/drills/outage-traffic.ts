import { OUTAGE, PROMPTS } from '../demo/company.ts';
import type { Random } from '../demo/random.ts';
import { playTask, type SimEvent } from '../demo/task.ts';
import { momentOf, servedAt } from '../demo/when.ts';

const MINUTE_MS = 60_000;

/**
 * The requests of the demo's prompts over `[from, to)` (ms since 1970), as its simulator plays them during the outage of its
 * provider, or an hour before it. `perMinute`: tasks a minute of all prompts, in their usual shares. `moved`: the model of the demo that a
 * prompt is on meanwhile.
 */
export function trafficOf(
  {
    from,
    to,
    isOut,
    perMinute,
    moved = new Map(),
  }: { from: number; to: number; isOut: boolean; perMinute: number; moved?: ReadonlyMap<string, string> },
  { id, random }: { id: string; random: Random },
): SimEvent[] {
  // The simulator's outage lies days ago: tasks are played then, and their times moved to now.
  const played = momentOf(OUTAGE, from) + (isOut ? MINUTE_MS : -60 * MINUTE_MS);
  const usual = PROMPTS.reduce((sum, prompt) => sum + prompt.perHour, 0);
  return PROMPTS.flatMap((prompt) => {
    const tasks = Math.round(((to - from) / MINUTE_MS) * perMinute * (prompt.perHour / usual));
    return Array.from({ length: tasks }, (_, i) => {
      const at = from + Math.floor(random.next() * (to - from));
      const usually = servedAt(prompt, played, from);
      const served = { ...usually, model: moved.get(prompt.name) ?? usually.model };
      return playTask({ prompt, served, at: played, now: from, id: `${id}-${prompt.name}-${i}`, random }).events.map(
        (event) => ({ ...event, at: new Date(Date.parse(event.at) - played + at).toISOString() }),
      );
    }).flat();
  });
}

/** Requests of the provider that goes out, and how many of them failed. */
export function failures(events: readonly SimEvent[]): { requests: number; failed: number } {
  const mine = events.filter(({ provider }) => provider === OUTAGE.provider);
  return { requests: mine.length, failed: mine.filter(({ status }) => status === 'error').length };
}
