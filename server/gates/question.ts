import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { findEnvironment } from '#server/prompts/find-environment.ts';
import { findPrompt } from '#server/prompts/find-prompt.ts';
import { requireVersion, type VersionRow } from '#server/prompts/find-version.ts';
import { resolveVariant, type Variant } from '#server/prompts/variant.ts';
import type { CheckGateBody } from './contract.ts';
import { findNewestRunOfVersion, findRun } from './find-runs.ts';
import type { GateQuestion } from './load-datasets.ts';

/**
 * The question of a request, with its names looked up. 404 unknown prompt; 422 unknown version or environment. A
 * request that names no model, for a version that names none either, is about the variant of `run`, else of the
 * version's newest completed run.
 */
export async function questionOf(ctx: Ctx, body: CheckGateBody): Promise<GateQuestion> {
  const prompt = await findPrompt(ctx, body.prompt);
  const version = await requireVersion(ctx, { promptId: prompt.id, number: body.version });
  const environment = await findEnvironment(ctx, body.environment);
  if (!environment) {
    throw invalid(
      '/environment',
      'unknown_environment',
      `/environment: this project has no environment ${body.environment}.`,
    );
  }
  const variant = await variantOf(ctx, version, body);
  return { prompt, version, environment, variant, margin: body.margin, run: body.run, baselineRun: body.baseline_run };
}

async function variantOf(ctx: Ctx, version: VersionRow, { model, run: id }: CheckGateBody): Promise<Variant> {
  const variant = await resolveVariant(ctx, version, model);
  if (variant.model !== null && id === undefined) return variant;
  if (model !== undefined) return variant;
  const run = id === undefined ? await findNewestRunOfVersion(ctx, version.id) : await findRun(ctx, id);
  if (run === null || run.versionId !== version.id) return variant;
  return { ...variant, provider: run.provider, model: run.model, digest: run.variantDigest };
}
