import { and, desc, eq, gte, inArray, isNull, lt, or } from 'drizzle-orm';
import { type ChangeKind, change } from '#db/schema/audit.ts';
import type { ActorRecord } from '#db/schema/columns.ts';
import type { ReadCtx } from '#server/platform/context.ts';

export type ChangeFilter = {
  /** Inclusive. */
  from: Date;
  /** Exclusive. */
  to: Date;
  /** Only changes of this prompt, or of no certain prompt. */
  prompt?: string;
  /** Only changes of this environment, or of no certain environment. */
  environment?: string;
  kinds?: readonly ChangeKind[];
  /** Maximum number of rows, the newest; default 200. */
  limit?: number;
};

export type ChangeEntry = {
  at: Date;
  kind: ChangeKind;
  title: string;
  /** Relative to the project's address. */
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
