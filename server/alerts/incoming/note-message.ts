import { sql } from 'drizzle-orm';
import { incomingSource } from '#db/schema/incoming.ts';
import type { Ctx } from '#server/platform/context.ts';
import { cut, type IncomingSource } from './domain/incoming-alert.ts';

/** A message that was applied, or the reason why one was refused. */
type Message =
  | { source: IncomingSource; alerts: number; truncated: number }
  | { source: IncomingSource; problem: string };

/** Notes that a system outside sent a message, for the page that says whether it still does. One statement. */
export async function noteMessage(ctx: Ctx, message: Message): Promise<void> {
  const now = ctx.clock.now();
  const of = { projectId: ctx.project.id, source: message.source };
  const target = [incomingSource.projectId, incomingSource.source];
  if ('problem' in message) {
    const set = { problem: cut(message.problem, 1_000), problemAt: now };
    await ctx.db
      .insert(incomingSource)
      .values({ ...of, ...set, received: 0, alerts: 0, truncated: 0 })
      .onConflictDoUpdate({ target, set });
    return;
  }
  const { alerts, truncated } = message;
  const cutShort = truncated > 0 ? { truncatedAt: now, truncated } : {};
  await ctx.db
    .insert(incomingSource)
    .values({ ...of, receivedAt: now, received: 1, alerts, truncated: 0, ...cutShort })
    .onConflictDoUpdate({
      target,
      set: {
        receivedAt: now,
        received: sql`${incomingSource.received} + 1`,
        alerts: sql`${incomingSource.alerts} + ${alerts}::bigint`,
        ...cutShort,
      },
    });
}
