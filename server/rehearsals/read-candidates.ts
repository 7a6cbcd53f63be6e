import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { evalRun } from '#db/schema/evals.ts';
import { promptVersion } from '#db/schema/prompts.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { AffectedPlace, Replacement } from './read-leaving.ts';

/** A version as its variant is made of it. */
export type CandidateVersion = {
  id: string;
  promptId: string;
  number: number;
  digest: string;
  config: Record<string, unknown>;
};

/** The versions of the affected prompts that may serve with a replacement. */
export type CandidateVersions = {
  versionOf: (promptId: string, number: number) => CandidateVersion | null;
  /** Versions whose settings name the replacement. */
  naming: (promptId: string, replacement: Replacement) => number[];
  /** Versions with a completed run by the replacement. */
  measured: (promptId: string, replacement: Replacement) => number[];
};

/**
 * The versions that name one of the replacements, were run with one, or serve with the model that goes. Two reads: the
 * distinct variants of the prompts' runs, and those versions.
 */
export async function readCandidates(
  ctx: ReadCtx,
  places: readonly AffectedPlace[],
  replacements: readonly Replacement[],
): Promise<CandidateVersions> {
  const promptIds = [...new Set(places.map(({ promptId }) => promptId))];
  if (promptIds.length === 0 || replacements.length === 0) {
    return { versionOf: () => null, naming: () => [], measured: () => [] };
  }
  const runs = await ctx.db
    .selectDistinct({
      promptId: evalRun.promptId,
      version: evalRun.version,
      versionId: evalRun.versionId,
      provider: evalRun.provider,
      model: evalRun.model,
    })
    .from(evalRun)
    .where(
      and(
        eq(evalRun.projectId, ctx.project.id),
        inArray(evalRun.promptId, promptIds),
        eq(evalRun.status, 'completed'),
        inArray(
          evalRun.model,
          replacements.map(({ to }) => to.model),
        ),
      ),
    );
  const named = sql<string | null>`${promptVersion.config}->>'model'`;
  const names = replacements.flatMap((replacement) => replacement.names);
  const versions = await ctx.db
    .select({
      id: promptVersion.id,
      promptId: promptVersion.promptId,
      number: promptVersion.number,
      digest: promptVersion.digest,
      config: promptVersion.config,
    })
    .from(promptVersion)
    .where(
      and(
        eq(promptVersion.projectId, ctx.project.id),
        inArray(promptVersion.promptId, promptIds),
        or(
          inArray(named, names),
          inArray(
            promptVersion.id,
            runs.map(({ versionId }) => versionId),
          ),
          ...places.map((at) => and(eq(promptVersion.promptId, at.promptId), eq(promptVersion.number, at.version))),
        ),
      ),
    );
  const byPrompt = Map.groupBy(versions, ({ promptId }) => promptId);
  const versionsOf = (promptId: string): readonly CandidateVersion[] => byPrompt.get(promptId) ?? [];
  return {
    versionOf: (promptId, number) => versionsOf(promptId).find((version) => version.number === number) ?? null,
    naming: (promptId, replacement) =>
      versionsOf(promptId).flatMap(({ number, config }) =>
        typeof config.model === 'string' && replacement.names.includes(config.model) ? [number] : [],
      ),
    measured: (promptId, { to }) =>
      runs.flatMap((run) =>
        run.promptId === promptId && run.provider === to.provider && run.model === to.model ? [run.version] : [],
      ),
  };
}
