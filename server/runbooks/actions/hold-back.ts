import { and, eq } from 'drizzle-orm';
import { restriction } from '#db/schema/rollouts.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { createRestriction, inForce } from '#server/rollouts/restrictions/write-restriction.ts';
import { charsFault } from '#server/runbooks/domain/check-params.ts';
import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import { readCells } from '#server/telemetry/query/read-cells.ts';
import { resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import { cannot, hoursOf, type Planner, reasonOr, seen } from './plan.ts';
import { orNull } from './read-requests-per-minute.ts';

const UNDO = 'Undo it here, or lift it under Runbooks, "Held back". It ends by itself.';

/** Makes resolve refuse a user, in every environment of the project. 422 for hours that are none. */
export const planBlockUser: Planner = async (ctx, { user = '', hours = '' }) => {
  const hrs = hoursOf(hours);
  const [now] = await ctx.db
    .select({ id: restriction.id, endsAt: restriction.endsAt })
    .from(restriction)
    .where(and(inForce(ctx), eq(restriction.userKey, user)));
  const again = now ? ` It is blocked until ${now.endsAt.toISOString()} already; this sets the end anew.` : '';
  return {
    permission: 'restriction.write',
    sentence: `Resolve refuses the user ${user} for ${hrs} h, in every environment (403 user_blocked).${again} A model that an application calls without resolving first is not stopped.`,
    undo: UNDO,
    traffic: { user },
    sees: seen(user, hrs, now?.id),
    act: async (ctx, reason) => {
      const entry = { kind: 'user' as const, user, reason: reasonOr(reason), ends_at: endIn(ctx, hrs) };
      const row = await createRestriction(ctx, entry);
      return {
        sentence: `Resolve refuses the user ${user} until ${row.endsAt.toISOString()}.`,
        ...{ path: '/runbooks', undo: { how: 'lift_restriction', id: row.id } },
      };
    },
  };
};

/** Caps how long the filled prompt may be in an environment. 409 where the place is none; 422 for a cap that is none. */
export const planCapInput: Planner = async (
  ctx,
  { prompt = '', environment = '', max_chars: text = '', hours = '' },
) => {
  const hrs = hoursOf(hours);
  const fault = charsFault(text);
  if (fault !== null) throw invalid('/params/max_chars', 'invalid', fault);
  const max = Number(text);
  const [now] = await ctx.db
    .select({ id: restriction.id, charsMax: restriction.charsMax })
    .from(restriction)
    .where(and(inForce(ctx), eq(restriction.prompt, prompt), eq(restriction.environment, environment)));
  if (now?.charsMax === max)
    throw cannot({ code: 'same_cap', message: `The input of ${prompt} is capped at that already. Lift it first.` });
  const what = `${max.toLocaleString('en')} characters`;
  return {
    permission: 'restriction.write',
    sentence: `A filled prompt of ${prompt} in ${environment} may have at most ${what} for ${hrs} h: a longer one is refused (422 input_too_long). ${await longerWords(ctx, { prompt, environment, max })} Applications that fill it in themselves get max_input_chars with the prompt and have to keep to it.`,
    undo: UNDO,
    traffic: { prompt, environment },
    sees: seen(prompt, environment, max, hrs, now?.id),
    act: async (ctx, reason) => {
      const entry = { kind: 'input' as const, prompt, environment, max_chars: max, ends_at: endIn(ctx, hrs) };
      const row = await createRestriction(ctx, { ...entry, reason: reasonOr(reason) });
      return {
        sentence: `The input of ${prompt} in ${environment} is capped at ${what} until ${row.endsAt.toISOString()}.`,
        ...{ path: '/runbooks', undo: { how: 'lift_restriction', id: row.id } },
      };
    },
  };
};

const endIn = (ctx: Pick<Ctx, 'clock'>, hours: number): string =>
  new Date(ctx.clock.now().getTime() + hours * HOUR_MS).toISOString();

/** How many requests of the last hour were longer, by the `input_chars` that their events carry. */
async function longerWords(
  ctx: Ctx,
  { prompt, environment, max }: { prompt: string; environment: string; max: number },
): Promise<string> {
  const filter = await resolveFilter(ctx, { prompt, environment });
  const to = Math.floor(ctx.clock.now().getTime() / MINUTE_MS) * MINUTE_MS;
  const longer = await orNull(async () => {
    const raw = [...filter.raw, `e.input_chars > ${max}`];
    const { groups } = await readCells(ctx, { from: to - HOUR_MS, to, stepMs: MINUTE_MS, filter: { ...filter, raw } });
    return sumCells(groups.flatMap(({ cells }) => [...cells.values()])).n;
  });
  if (longer === null) return 'How many were longer in the last hour cannot be counted here.';
  return `Of the last hour, ${longer.toLocaleString('en')} ${longer === 1 ? 'request says' : 'requests say'} that the input was longer.`;
}
