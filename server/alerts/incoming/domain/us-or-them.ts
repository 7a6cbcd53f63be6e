import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';

/** What is known of a provider's page: when it was last read, null: never. */
type PageState = { readAt: Date | null };
type Announced = { name: string; url: string | null; announcedAt: Date; resolvedAt: Date | null };

/** Whether an alert of a provider is theirs, as far as their status page tells. */
export type UsOrThem =
  | {
      /** They announced an incident beside the alert. */
      verdict: 'them';
      name: string;
      url: string | null;
      announcedAt: Date;
      /** Minutes that we knew before they announced it; negative: they announced it first. */
      leadMin: number;
    }
  /** Their page says that all is well. They may not have noticed yet. */
  | { verdict: 'not_announced'; readAt: Date }
  /** No page of theirs is read, or the last reading is too old. */
  | { verdict: 'unknown' };

/** A reading is too old to say that nothing is announced. */
const STALE_MS = 5 * MINUTE_MS;
/** Pages announce late: an incident up to three hours after an alert is beside it. */
const AFTER_MS = 3 * HOUR_MS;

/**
 * Compares an alert of a provider with what their page announced: an incident that ran when the alert opened, or was
 * announced within three hours after it and before its end. Of several the one announced nearest to the opening. An
 * incident that was resolved before the alert opened, or announced after the alert was over, is another story.
 */
export function usOrThem(
  alert: { openedAt: Date; resolvedAt: Date | null },
  { page, incidents, now }: { page: PageState | null; incidents: readonly Announced[]; now: Date },
): UsOrThem {
  const opened = alert.openedAt.getTime();
  const until = Math.min(opened + AFTER_MS, alert.resolvedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const [nearest] = incidents
    .filter(({ announcedAt, resolvedAt }) => announcedAt.getTime() <= until && !(resolvedAt && +resolvedAt < opened))
    .sort((a, b) => Math.abs(+a.announcedAt - opened) - Math.abs(+b.announcedAt - opened));
  if (nearest) {
    const { name, url, announcedAt } = nearest;
    return {
      verdict: 'them',
      ...{ name, url, announcedAt },
      leadMin: Math.round((announcedAt.getTime() - opened) / MINUTE_MS),
    };
  }
  const readAt = page?.readAt ?? null;
  if (readAt === null) return { verdict: 'unknown' };
  const readUntil = Math.min(now.getTime(), until);
  return readUntil - readAt.getTime() > STALE_MS ? { verdict: 'unknown' } : { verdict: 'not_announced', readAt };
}
