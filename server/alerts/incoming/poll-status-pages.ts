import { eq, isNull, lte, or } from 'drizzle-orm';
import { statusPage } from '#db/schema/incoming.ts';
import type { Services } from '#server/platform/context.ts';
import { startLoop } from '#server/platform/loop.ts';
import { MINUTE_MS } from '#server/platform/pure/durations.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { type Asked, askStatusPage } from './ask-status-page.ts';
import { storeStatus } from './store-status.ts';

/** A page asked less than this ago is not asked again, by this worker or another. */
const EVERY_MS = 50_000;
/** Addresses that are asked side by side. */
const AT_ONCE = 8;

/**
 * Reads every status page that is due, each address once for all projects, and stores what it says. A page that cannot be
 * read keeps its last state and gets the reason. Returns how many pages were asked.
 */
export async function pollStatusPages(services: Services, isStopped: () => boolean = () => false): Promise<number> {
  const { db, clock } = services;
  const now = clock.now();
  const isDue = or(isNull(statusPage.askedAt), lte(statusPage.askedAt, new Date(now.getTime() - EVERY_MS)));
  // The claim: of two workers one gets the row.
  const due = await db.update(statusPage).set({ askedAt: now }).where(isDue).returning();
  const byUrl = [...Map.groupBy(due, ({ url }) => url)];
  for (let i = 0; i < byUrl.length && !isStopped(); i += AT_ONCE) {
    await Promise.all(
      byUrl.slice(i, i + AT_ONCE).map(async ([url, pages]) => {
        const read = await askStatusPage(services, url);
        for (const page of pages) await storeFor(services, page, read);
      }),
    );
  }
  return due.length;
}

async function storeFor(services: Services, page: typeof statusPage.$inferSelect, read: Asked): Promise<void> {
  const ctx = await systemCtxOf(services, page.projectId, 'status pages');
  if (ctx === null) return;
  if ('summary' in read) return storeStatus(ctx, { page, summary: read.summary });
  await services.db.update(statusPage).set({ problem: read.problem }).where(eq(statusPage.id, page.id));
}

/** Reads the status pages now and every minute. Returns the stop function, which waits for what is being read. */
export const watchStatusPages = (services: Services): (() => Promise<void>) =>
  startLoop(
    async (isStopped) => {
      await pollStatusPages(services, isStopped);
      return false;
    },
    {
      pauseMs: MINUTE_MS,
      onError: (err) => services.log.warn({ err }, 'status pages were not read; tried again in a minute'),
    },
  );
