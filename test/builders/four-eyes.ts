import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { deployment } from '#db/schema/prompts.ts';
import { type ApiResponse, type Person, startSystem } from '#test/harness/system.ts';
import { pagesOf } from './pages.ts';
import { type ReleaseBuilder, releaseBuilder } from './release.ts';
import { recorded } from './scored-runs.ts';

export const project = 'default';
export const SCOPES = ['promote', 'read', 'registry', 'evals'] as const;
export type Promotion = { id: string; revision: number; status: string };

/**
 * A system with a stopped clock, signed-in people, and their actions to release a version. Background objects are
 * written with `release`, a key made on the command line.
 */
export async function startFourEyes() {
  const system = await startSystem({ now: '2026-03-01T09:00:00Z' });
  const release = releaseBuilder(system, await system.key());
  let made = 0;

  const pages = (person: Person) => pagesOf(system, person);
  const newName = () => `prompt-${++made}`;
  const ownKey = (owner: Person) => system.key(SCOPES, { owner });

  /** A prompt with two versions that are equally good on the golden set `set-of-` its name. */
  async function measured(by: ReleaseBuilder = release): Promise<string> {
    const prompt = await by.prompt(newName());
    await release.runs(prompt, `set-of-${prompt}`, recorded([20, 0, 0, 0]));
    return prompt;
  }

  return {
    system,
    release,
    pagesOf: pages,
    newName,
    ownKey,
    measured,
    admin: () => system.person({ role: 'admin' }),

    /** A key that a signed-in admin makes on the settings page. */
    keyBy: async (person: Person, owner: 'me' | 'service', more: readonly 'admin'[] = []) =>
      (await pages(person).projects.createKey({ project, name: 'ci', scopes: [...SCOPES, ...more], owner })).key,

    /** A promotion that has passed its gate, requested with `key`. */
    async passed(key: string, by?: ReleaseBuilder): Promise<Promotion & { prompt: string }> {
      const prompt = await measured(by);
      const promotion = await release.promote(prompt, 1, key);
      expect(promotion.status).toBe('awaiting_approval');
      return { ...promotion, prompt };
    },

    approve: async (by: Person, promotion: Promotion): Promise<ApiResponse> =>
      release.act(await ownKey(by), promotion, 'approve'),
    fresh: (promotion: Promotion): Promise<ApiResponse['body']> => release.promotion(promotion.id),
    deployments: (promotion: Promotion) =>
      system.services.db.select().from(deployment).where(eq(deployment.promotionId, promotion.id)),
    protect: (by: Person, requiredApprovals: number, isProtected = true) =>
      pages(by).projects.updateEnvironment({
        project,
        name: 'production',
        protected: isProtected,
        requiredApprovals,
      }),
  };
}

export type FourEyes = Awaited<ReturnType<typeof startFourEyes>>;
