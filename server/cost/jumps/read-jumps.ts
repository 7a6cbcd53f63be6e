import { and, desc, eq, gte } from 'drizzle-orm';
import { spendJump } from '#db/schema/budgets.ts';
import { readSpendJumps, type SpendJumps } from '#server/cost/budgets/read-spend-jumps.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';

type Shown = NonNullable<SpendJumps['jumps']>[number] & {
  /** When the worker stored it; null: not yet. */
  foundAt: Date | null;
};
export type JumpsPage = Omit<SpendJumps, 'jumps'> & {
  jumps: Shown[] | null;
  /** False: fewer than seven days of requests, so today and yesterday are compared with nothing. */
  usual: boolean;
};

/** Days before yesterday whose stored jumps are shown. */
const SHOWN_DAYS = 30;

/** The jumps of today and yesterday as they are now, then those stored of the 30 days before, the newest first. */
export async function readJumps(ctx: Ctx): Promise<JumpsPage> {
  const now = await readSpendJumps(ctx);
  const today = Math.floor(ctx.clock.now().getTime() / DAY_MS);
  const stored = await ctx.db
    .select()
    .from(spendJump)
    .where(and(eq(spendJump.projectId, ctx.project.id), gte(spendJump.day, today - SHOWN_DAYS)))
    .orderBy(desc(spendJump.day), desc(spendJump.foundAt));
  const keyOf = (kind: string, name: string, from: number) => JSON.stringify([kind, name, from]);
  const foundAt = new Map(stored.map((row) => [keyOf(row.kind, row.name, row.day * DAY_MS), row.foundAt]));
  const current = (now.jumps ?? []).map((jump) => ({
    ...jump,
    foundAt: foundAt.get(keyOf(jump.kind, jump.name, jump.from)) ?? null,
  }));
  const shown = new Set(current.map(({ kind, name, from }) => keyOf(kind, name, from)));
  const earlier = stored.flatMap(({ kind, name, day, value, typical, requests, daysBefore, foundAt }): Shown[] => {
    const [from, to] = [day * DAY_MS, (day + 1) * DAY_MS];
    return shown.has(keyOf(kind, name, from))
      ? []
      : [{ kind, name, from, to, value, typical, requests, of: daysBefore, foundAt }];
  });
  const jumps = now.jumps === null && earlier.length === 0 ? null : [...current, ...earlier];
  return { ...now, jumps, usual: now.jumps !== null };
}
