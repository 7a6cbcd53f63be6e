import { and, eq, inArray } from 'drizzle-orm';
import { prompt, promptVersion } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { type Body, bodyOf } from '#server/prompts/domain/content.ts';

/** The body of a registered version; undefined where telemetry names one that the registry lacks. */
export type BodyOf = (prompt: string | null, version: number) => Body | undefined;

/** The versions of these prompts. One index range a prompt. */
export async function readBodies(
  ctx: ReadCtx,
  used: readonly { prompt: string | null; version: number }[],
): Promise<BodyOf> {
  const names = [...new Set(used.flatMap(({ prompt: name }) => (name === null ? [] : [name])))];
  const numbers = [...new Set(used.map(({ version }) => version))];
  const rows =
    names.length === 0
      ? []
      : await ctx.db
          .select({
            name: prompt.name,
            number: promptVersion.number,
            template: promptVersion.template,
            messages: promptVersion.messages,
          })
          .from(promptVersion)
          .innerJoin(prompt, eq(prompt.id, promptVersion.promptId))
          .where(
            and(
              eq(prompt.projectId, ctx.project.id),
              inArray(prompt.name, names),
              inArray(promptVersion.number, numbers),
            ),
          );
  const bodies = new Map(rows.map((row) => [`${row.number} ${row.name}`, bodyOf(row)]));
  return (name, version) => (name === null ? undefined : bodies.get(`${version} ${name}`));
}
