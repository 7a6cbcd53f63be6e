import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { auditRow } from '#db/schema/audit.ts';
import { type Answer, startSystem } from '#test/harness/system.ts';
import { releaseBuilder } from './release.ts';
import { recorded } from './scored-runs.ts';

/** A system with the people of a release: Ed asks, Rita may approve, and a service account that pushes. */
export async function startReleases() {
  const system = await startSystem();
  const service = await system.key();
  const ed = await system.person({ role: 'editor', name: 'Ed' });
  const rita = await system.person({ role: 'release_manager', name: 'Rita' });
  const asker = await system.key(['promote', 'read'], { owner: ed });
  const releaser = await system.key(['promote', 'read'], { owner: rita });
  const release = releaseBuilder(system, service);

  /** Version 1 against version 2 on a golden set; the second is better, or clearly worse. */
  async function measured(prompt: string, better = true): Promise<void> {
    await release.prompt(prompt);
    await release.runs(prompt, `set-of-${prompt}`, recorded(better ? [60, 20, 0, 0] : [60, 0, 40, 0]));
  }

  return {
    system,
    ...release,
    service,
    asker,
    releaser,
    ed,
    rita,
    measured,

    /** The same, and version 1 serves production; answers its promotion. */
    async served(prompt: string, better = true): Promise<Answer['body']> {
      await measured(prompt, better);
      const first = await release.promote(prompt, 1, asker);
      expect((await release.act(releaser, first, 'approve')).status).toBe(200);
      return release.promotion(first.id);
    },

    /** Asks for a promotion as Ed. */
    post: (body: unknown, headers: Record<string, string> = {}, key = asker) =>
      system.api('POST', '/api/v1/promotions', { key, body, headers }),

    servingIn: async (prompt: string, environment = 'production') =>
      (await system.api('GET', `/api/v1/prompts/${prompt}`, { key: service })).body.environments[environment],

    audits: (action: string, objectId: string) =>
      system.services.db
        .select()
        .from(auditRow)
        .where(and(eq(auditRow.action, action), eq(auditRow.objectId, objectId))),
  };
}

export type Releases = Awaited<ReturnType<typeof startReleases>>;
