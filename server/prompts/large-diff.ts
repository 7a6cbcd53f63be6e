import { and, eq, inArray, sql } from 'drizzle-orm';
import { prompt, promptVersion } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** Comparing this many bytes of text takes some milliseconds; a hundred long messages take ten times that. */
const LARGE_BYTES = 100_000;

/**
 * Whether two versions of a prompt hold so much text that comparing them blocks the process for long. Two rows by
 * unique keys.
 */
export async function isLargeDiff(
  { db, project }: ReadCtx,
  name: string,
  versions: readonly [number, number],
): Promise<boolean> {
  const size = sql<number>`coalesce(sum(octet_length(coalesce(${promptVersion.template}, ''))
    + octet_length(coalesce(${promptVersion.messages}::text, '')) + octet_length(${promptVersion.config}::text)), 0)::int`;
  const [found] = await db
    .select({ bytes: size })
    .from(promptVersion)
    .innerJoin(prompt, and(eq(prompt.id, promptVersion.promptId), eq(prompt.name, name)))
    .where(and(eq(prompt.projectId, project.id), inArray(promptVersion.number, [...versions])));
  return (found?.bytes ?? 0) > LARGE_BYTES;
}
