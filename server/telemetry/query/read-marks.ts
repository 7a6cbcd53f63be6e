import { type ChangeEntry, readChanges } from '#server/audit/read-changes.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { Filter } from './resolve-filter.ts';

/** What changed, for the rail of a chart. */
export type Mark = {
  t: number;
  kind: ChangeEntry['kind'];
  title: string;
  /** Below the project's address. */
  path: string;
  actor: string;
  environment: string | null;
  prompt: string | null;
  imported: boolean;
};

const MARKS_MAX = 200;

/** What changed in `[from, to)`, oldest first: of the prompt and environment that are looked at, or of none. */
export async function readMarks(ctx: Ctx, range: { from: number; to: number }, filter: Filter): Promise<Mark[]> {
  const changes = await readChanges(ctx, {
    from: new Date(range.from),
    to: new Date(range.to),
    prompt: filter.prompt,
    environment: filter.environment,
    limit: MARKS_MAX,
  });
  return changes
    .map((change) => ({
      t: change.at.getTime(),
      kind: change.kind,
      title: change.title,
      path: change.path,
      actor: change.actor.name,
      environment: change.environment,
      prompt: change.prompt,
      imported: change.imported,
    }))
    .reverse();
}
