import { and, desc, eq, gte, inArray, isNull, lt, or } from 'drizzle-orm';
import { type ChangeKind, change } from '#db/schema/audit.ts';
import type { ActorRecord } from '#db/schema/columns.ts';
import type { ReadCtx } from '#server/platform/context.ts';

export type ChangeFilter = {
  /** Inclusive. */
  from: Date;
  /** Exclusive. */
  to: Date;
  /** Only of this prompt, or of none in particular. */
  prompt?: string;
  /** Only of this environment, or of none in particular. */
  environment?: string;
  kinds?: readonly ChangeKind[];
  /** Most rows, default 200; the newest are kept. */
  limit?: number;
};

export type ChangeEntry = {
  at: Date;
  kind: ChangeKind;
  title: string;
  /** Below the project's address. */
  path: string;
  actor: ActorRecord;
  environment: string | null;
  prompt: string | null;
  model: string | null;
  imported: boolean;
};

/** What changed in `[from, to)`, newest first. One index range of (project, at), read backwards until `limit`. */
export async function readChanges(ctx: ReadCtx, filter: ChangeFilter): Promise<ChangeEntry[]> {
  const rows = await ctx.db
    .select({
      at: change.at,
      kind: change.kind,
      title: change.title,
      path: change.path,
      actor: change.actor,
      environment: change.environment,
      prompt: change.prompt,
      model: change.model,
      imported: change.imported,
    })
    .from(change)
    .where(
      and(
        eq(change.projectId, ctx.project.id),
        gte(change.at, filter.from),
        lt(change.at, filter.to),
        filter.prompt === undefined ? undefined : or(isNull(change.prompt), eq(change.prompt, filter.prompt)),
        filter.environment === undefined
          ? undefined
          : or(isNull(change.environment), eq(change.environment, filter.environment)),
        filter.kinds === undefined ? undefined : inArray(change.kind, [...filter.kinds]),
      ),
    )
    .orderBy(desc(change.at))
    .limit(filter.limit ?? 200);
  return rows;
}
