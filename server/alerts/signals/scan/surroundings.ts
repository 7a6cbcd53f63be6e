import { and, eq, inArray } from 'drizzle-orm';
import { prompt as promptTable, promptVersion } from '#db/schema/prompts.ts';
import { signalCanary, signalSeen } from '#db/schema/signals.ts';
import { type TemplateText, templateText } from '#server/alerts/signals/domain/leak.ts';
import type { Surroundings } from '#server/alerts/signals/domain/scan-request.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { bodyOf } from '#server/prompts/domain/content.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

/** Templates by project, prompt and version: versions never change. One for each worker. */
export type TemplateCache = Map<string, TemplateText | null>;

const TEMPLATES_MAX = 500;
/** What was first used this long before a minute is no longer new in it. */
const NEW_FOR_MS = 10 * MINUTE_MS;
/** From so long after its first tool or host on, others of a prompt are called new. */
const LEARNED_AFTER_MS = DAY_MS;

type Served = { prompt: number; version: number };
type Names = { kind: 'tool' | 'host'; name: string; firstAt: number };

/**
 * What is known of the prompts that served the requests of a minute: canaries, templates, tools and hosts that were used
 * before. Three reads for each set of prompts, none for a template that is known already.
 */
export async function readSurroundings(
  ctx: Ctx,
  { served, minute, cache }: { served: readonly Served[]; minute: number; cache: TemplateCache },
): Promise<(one: Served) => Surroundings> {
  const slot = slotOf(ctx.project);
  const numbers = [...new Set(served.map(({ prompt }) => prompt))];
  const names = await storeOf(ctx).names.texts(slot, 'prompt', numbers);
  const canaries = await ctx.db.select().from(signalCanary).where(eq(signalCanary.projectId, ctx.project.id));
  const rows = await ctx.db
    .select()
    .from(signalSeen)
    .where(and(eq(signalSeen.slot, slot), inArray(signalSeen.prompt, numbers)));
  const seen = Map.groupBy(
    rows.map(({ prompt, kind, name, firstAt }) => ({ prompt, kind, name, firstAt: firstAt.getTime() })),
    ({ prompt }) => prompt,
  );
  const keyOf = ({ prompt, version }: Served) => `${slot}/${prompt}/${version}`;
  for (const one of new Map(served.map((one) => [keyOf(one), one])).values()) {
    const name = names.get(one.prompt);
    if (cache.has(keyOf(one)) || name === undefined || one.version === 0) continue;
    if (cache.size >= TEMPLATES_MAX) cache.clear();
    cache.set(keyOf(one), await readTemplate(ctx, name, one.version));
  }
  return (one) => {
    const name = names.get(one.prompt) ?? '';
    return {
      canaries: canaries.filter(({ prompt }) => prompt === '' || prompt === name).map(({ canary }) => canary),
      template: cache.get(keyOf(one)) ?? null,
      seen: seenBefore(seen.get(one.prompt) ?? [], minute),
    };
  };
}

function seenBefore(names: readonly Names[], minute: number): Surroundings['seen'] {
  const of = (wanted: Names['kind']) =>
    new Set(
      names.flatMap(({ kind, name, firstAt }) => (kind === wanted && firstAt <= minute - NEW_FOR_MS ? [name] : [])),
    );
  const isLearned = names.some(({ firstAt }) => firstAt <= minute - LEARNED_AFTER_MS);
  return { tools: of('tool'), hosts: of('host'), isLearned };
}

async function readTemplate(ctx: Ctx, name: string, version: number): Promise<TemplateText | null> {
  const [row] = await ctx.db
    .select({ template: promptVersion.template, messages: promptVersion.messages })
    .from(promptVersion)
    .innerJoin(promptTable, eq(promptTable.id, promptVersion.promptId))
    .where(
      and(eq(promptTable.projectId, ctx.project.id), eq(promptTable.name, name), eq(promptVersion.number, version)),
    );
  if (!row) return null;
  const body = bodyOf(row);
  return templateText('template' in body ? body.template : body.messages.map(({ content }) => content).join('\n'));
}
