import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';

/** From the first alert of a group to its first notification, so that alerts of one cause are told together. */
export const GROUP_WAIT_MS = 30_000;
/** Least time between two notifications of a group. */
export const GROUP_INTERVAL_MS = 5 * MINUTE_MS;
/** When a group that still fires is told again; pages that nobody acknowledged sooner. */
export const REPEAT_MS = 4 * HOUR_MS;
export const PAGE_REPEAT_MS = 30 * MINUTE_MS;
/** Least time between two notifications that are about flapping alerts alone. */
export const FLAPPING_INTERVAL_MS = HOUR_MS;
/** An alert that fires again within so long after its end is the same alert: no new page. */
export const REOPEN_MS = 30 * MINUTE_MS;

/** What alerts are grouped by: they are told in one notification a channel. Unique in a project. */
export const groupKeyOf = ({ prompt, kind }: { prompt: string | null; kind: string }): string =>
  `${kind}:${prompt ?? ''}`;

/**
 * When a group is to be looked at after something happened to an alert of it, in ms: 30 s later where it was never
 * told, else five minutes after it was told last. Never later than it was due before.
 */
export function dueAfter(group: { toldAt: number | null; dueAt: number | null }, now: number): number {
  const due = group.toldAt === null ? now + GROUP_WAIT_MS : Math.max(now, group.toldAt + GROUP_INTERVAL_MS);
  return group.dueAt === null ? due : Math.min(group.dueAt, due);
}
