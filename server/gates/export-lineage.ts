import { desc, eq } from 'drizzle-orm';
import { gateVerdict } from '#db/schema/gates.ts';
import { prompt, promptVersion } from '#db/schema/prompts.ts';
import type { LineageTest } from '#server/models/lineage/domain/graph.ts';
import { type EventOut, toOpenLineage } from '#server/models/lineage/domain/open-lineage.ts';
import { readParts } from '#server/models/lineage/read-lineage.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { Verdict } from './domain/verdict.ts';

/** What a verdict is as the status of a test: without enough data it did not really run. */
const STATUS = { pass: 'pass', fail: 'fail', inconclusive: 'skip' } as const satisfies Record<
  Verdict,
  LineageTest['status']
>;

/**
 * The lineage of a project as OpenLineage run events. What serves carries the newest verdict of its version's gate for its
 * environment as a test; what no gate was asked about carries none.
 */
export async function exportLineage(ctx: ReadCtx): Promise<EventOut[]> {
  const [{ models, places }, verdicts] = await Promise.all([readParts(ctx), readNewest(ctx)]);
  return toOpenLineage(models, places, (place) => {
    const verdict = verdicts.get(keyOf(place));
    return verdict ? [{ name: 'gate', status: STATUS[verdict], severity: 'error', actual: verdict }] : [];
  });
}

const keyOf = (of: { prompt: string; version: number; environment: string }): string =>
  JSON.stringify([of.prompt, of.version, of.environment]);

/** The newest verdict of each version and environment of the project. */
async function readNewest(ctx: ReadCtx): Promise<Map<string, Verdict>> {
  const rows = await ctx.db
    .selectDistinctOn([gateVerdict.versionId, gateVerdict.environment], {
      prompt: prompt.name,
      version: promptVersion.number,
      environment: gateVerdict.environment,
      verdict: gateVerdict.verdict,
    })
    .from(gateVerdict)
    .innerJoin(prompt, eq(prompt.id, gateVerdict.promptId))
    .innerJoin(promptVersion, eq(promptVersion.id, gateVerdict.versionId))
    .where(eq(gateVerdict.projectId, ctx.project.id))
    .orderBy(gateVerdict.versionId, gateVerdict.environment, desc(gateVerdict.at));
  return new Map(rows.map((row) => [keyOf(row), row.verdict]));
}
