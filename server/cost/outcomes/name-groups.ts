import { type CostGroup, OTHER_TAGS, OTHER_TAGS_NAME, type TaskColumn } from '#server/cost/domain/grouping.ts';
import type { Ctx } from '#server/platform/context.ts';
import { partsOfModel } from '#server/telemetry/event/domain/model-name.ts';
import { armOf } from '#server/telemetry/event/ready-event.ts';
import type { NameKind } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

/** Columns whose numbers stand for texts. */
const KINDS: Partial<Record<TaskColumn, NameKind>> = {
  environment: 'environment',
  prompt: 'prompt',
  model: 'model',
  service: 'service',
  query_type: 'query_type',
};

/** The names of keys (numbers in the order of `by`). Read from the cache, else by one index lookup a dictionary. */
export async function nameKeys(
  ctx: Ctx,
  by: readonly TaskColumn[],
  keys: readonly (readonly number[])[],
): Promise<CostGroup[]> {
  const texts = await Promise.all(
    by.map((column, place) => {
      if (column === 'tag') return tagTexts(ctx);
      const kind = KINDS[column];
      if (kind === undefined) return new Map<number, string>();
      const numbers = keys.map((key) => key[place] ?? 0);
      return storeOf(ctx).names.texts(slotOf(ctx.project), kind, numbers);
    }),
  );
  return keys.map((key) => {
    const group: CostGroup = {};
    by.forEach((column, place) => {
      const number = key[place] ?? 0;
      const text = texts[place]?.get(number) ?? null;
      if (column === 'version') group.version = number || null;
      else if (column === 'arm') group.arm = armOf(number);
      else if (column === 'tag' && number === OTHER_TAGS) group.tag = OTHER_TAGS_NAME;
      else if (column === 'model' && text !== null) Object.assign(group, partsOfModel(text));
      else group[column] = text;
    });
    return group;
  });
}

/** The tags that this project's tasks are grouped by, by number: at most 200. */
async function tagTexts(ctx: Ctx): Promise<Map<number, string>> {
  const rows = await ctx.sql<{ id: number; text: string }[]>`
    select id, text from task_tag where slot = ${slotOf(ctx.project)}`;
  return new Map(rows.map(({ id, text }) => [id, text]));
}
