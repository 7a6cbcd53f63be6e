import type { Ctx } from '#server/platform/context.ts';
import { conflict, notFound } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { DEFAULT_SOURCE } from '#server/projects/domain/environments.ts';
import type { Deploy } from './contract.ts';
import { type EnvironmentRow, findEnvironment } from './find-environment.ts';
import { lockPrompt } from './find-prompt.ts';
import { requireVersion } from './find-version.ts';
import { type DeploymentRow, readServing } from './read-serving.ts';
import { recordDeployment } from './record-deployment.ts';
import { refuseAfterWeakening } from './refuse-after-weakening.ts';
import { resolveVariant } from './variant.ts';

/**
 * Deploys a version directly to an environment that is not protected. Deploying what serves there already changes
 * nothing. 404 unknown prompt or environment; 422 unknown version; 403 of {@link refuseAfterWeakening}; 409
 * `promotion_required` on a protected environment, with the request that opens a promotion.
 */
export async function deployVersion(
  ctx: Ctx,
  { prompt: name, environment: environmentName }: { prompt: string; environment: string },
  input: Deploy,
): Promise<DeploymentRow> {
  return inTransaction(ctx, async (ctx) => {
    const prompt = await lockPrompt(ctx, name);
    const environment = await findEnvironment(ctx, environmentName);
    if (!environment) throw notFound();
    const version = await requireVersion(ctx, { promptId: prompt.id, number: input.version });
    if (environment.protected) throw promotionRequired(ctx, { ...input, prompt: name, environment });
    const variant = await resolveVariant(ctx, version, input.model);
    const current = await readServing(ctx, { promptId: prompt.id, environmentId: environment.id });
    if (current?.variantDigest === variant.digest && current.versionId === version.id) return current;
    await refuseAfterWeakening(ctx, environment);
    return recordDeployment(ctx, {
      prompt,
      environment,
      version,
      variant,
      kind: 'direct',
      expected: current?.id ?? null,
    });
  });
}

function promotionRequired(
  ctx: Ctx,
  { prompt, environment, version, model }: Deploy & { prompt: string; environment: EnvironmentRow },
) {
  return conflict(
    'promotion_required',
    `${environment.name} is protected: open a promotion, which is gated and approved.`,
    {
      link: `${ctx.publicUrl}/p/${ctx.project.name}/prompts/${encodeURIComponent(prompt)}`,
      promotion: {
        method: 'POST',
        href: `${ctx.edgeUrl}/api/v1/promotions`,
        body: {
          prompt,
          version,
          ...(model === undefined ? {} : { model }),
          from: DEFAULT_SOURCE,
          to: environment.name,
          rollout: { strategy: 'immediate' },
        },
      },
    },
  );
}
