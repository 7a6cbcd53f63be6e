import { type ChangeKind, change } from '#db/schema/audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';

export type Change = {
  /** When it took effect; default now. Imported history has its own time. */
  at?: Date;
  kind: ChangeKind;
  /** Environment, prompt and model by name, so that the feed can be filtered without a join. */
  environment?: string;
  prompt?: string;
  model?: string;
  /** One line for a mark's label: `search/answer v3 serves production`. */
  title: string;
  /** Path relative to the project's address: `/promotions/ID`. */
  path: string;
  /** True for history from before this installation. */
  imported?: boolean;
};

/** Adds one entry to the feed behind the marks on charts and "what changed", in the transaction of the change. */
export const recordChange = (ctx: InTx<Pick<Ctx, 'clock' | 'project' | 'actor'>>, entry: Change): Promise<void> =>
  recordChanges(ctx, [entry]);

/** Rows a statement writes: a statement has room for 65,535 parameters. */
const CHUNK = 1_000;

/** Adds entries to the same feed, in few statements. */
export async function recordChanges(
  ctx: InTx<Pick<Ctx, 'clock' | 'project' | 'actor'>>,
  entries: readonly Change[],
): Promise<void> {
  const rows = entries.map((entry) => ({
    id: newId(),
    projectId: ctx.project.id,
    at: entry.at ?? ctx.clock.now(),
    kind: entry.kind,
    environment: entry.environment ?? null,
    prompt: entry.prompt ?? null,
    model: entry.model ?? null,
    title: entry.title,
    path: entry.path,
    actor: actorRecord(ctx.actor),
    imported: entry.imported ?? false,
  }));
  for (let i = 0; i < rows.length; i += CHUNK) await ctx.db.insert(change).values(rows.slice(i, i + CHUNK));
}
