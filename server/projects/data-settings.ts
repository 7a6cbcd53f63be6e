import { count, eq } from 'drizzle-orm';
import { member, project } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { refusalOf } from '#server/platform/actions.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { validate } from '#server/platform/http/validate.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { dataSettingsInput } from './contract.ts';
import { readLiveKeys } from './keys/read-live-keys.ts';

export type DataSettings = {
  /** Whether the inputs and outputs of events are stored. */
  storesTexts: boolean;
  /** Age at which an event is deleted, with its input and output. */
  rawRetentionDays: number;
};

const SETTINGS = { storesTexts: project.storesBodies, rawRetentionDays: project.rawRetentionDays };

/** What is stored of requests, and for how long. 404 where the project was deleted. One row. */
export async function readDataSettings(ctx: ReadCtx): Promise<DataSettings> {
  const [found] = await ctx.db.select(SETTINGS).from(project).where(eq(project.id, ctx.project.id));
  if (!found) throw notFound();
  return found;
}

/**
 * The settings, and how many members and live keys may read what is stored. Cost: a count, and the live keys of the
 * installation, as an edge reads them when it starts.
 */
export async function readDataPage(ctx: Ctx): Promise<DataSettings & { readers: { members: number; keys: number } }> {
  const [settings, members, keys] = await Promise.all([
    readDataSettings(ctx),
    // Every role may read requests.
    ctx.db.select({ n: count() }).from(member).where(eq(member.projectId, ctx.project.id)),
    readLiveKeys(ctx),
  ]);
  const readingKeys = keys.filter(
    ({ identity }) => identity.project.id === ctx.project.id && refusalOf('event.read', identity.actor) === null,
  );
  return { ...settings, readers: { members: members[0]?.n ?? 0, keys: readingKeys.length } };
}

/**
 * Sets whether the inputs and outputs of events are stored. Processes that receive events follow within the 2 s for which
 * they keep settings. It holds for events received from then on; what is stored stays until its event is deleted. The
 * audit row has both values, and the feed of changes a mark. The same setting again changes nothing. Errors: 404, 422.
 */
export async function updateDataSettings(ctx: Ctx, given: { storesTexts: boolean }): Promise<DataSettings> {
  const { storesTexts } = validate(dataSettingsInput, given);
  return inTransaction(ctx, async (ctx) => {
    const mine = eq(project.id, ctx.project.id);
    const [before] = await ctx.db.select(SETTINGS).from(project).where(mine).for('no key update');
    if (!before) throw notFound();
    if (before.storesTexts === storesTexts) return before;
    await ctx.db.update(project).set({ storesBodies: storesTexts }).where(mine);
    await recordChange(ctx, {
      kind: 'policy',
      title: `inputs and outputs of requests are ${storesTexts ? 'stored' : 'no longer stored'}`,
      path: '/settings/data',
    });
    await appendAudit(ctx, {
      action: 'project.update',
      object: { kind: 'project', id: String(ctx.project.id) },
      detail: { from: { storesTexts: before.storesTexts }, to: { storesTexts } },
    });
    return { ...before, storesTexts };
  });
}
