import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
  const asker = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
  const releaser = await system.key(['promote', 'read'], { owner: await system.person({ role: 'release_manager' }) });
  const release = releaseBuilder(system, asker);
  await release.prompt('kept');
  await release.runs('kept', 'kept', recorded([20, 0, 0, 0]));
  const promotion = await release.promote('kept', 1);
  await release.approve(releaser, promotion);
});
afterAll(() => system.dispose());

describe('what a decision stood on stays as it was', () => {
  it.each([
    'update gate_verdict set verdict = $$pass$$',
    'update promotion_step set title = $$x$$',
    'update change set title = $$x$$',
    'update approval set person_name = $$x$$',
    'update approval set voided_at = now(), person_name = $$x$$',
    ...['gate_verdict', 'promotion_step', 'change', 'approval'].flatMap((table) => [
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ]),
  ])('%s is refused', async (statement) => {
    await expect(system.owner().unsafe(statement)).rejects.toThrow(/immutable/);
  });

  it('an approval may be voided, once', async () => {
    const { sql } = system.services;
    expect((await sql`update approval set voided_at = now(), voided_because = 'x'`).count).toBe(1);
    await expect(sql`update approval set voided_at = null`).rejects.toThrow(/immutable/);
    await expect(sql`update approval set voided_because = 'y'`).rejects.toThrow(/immutable/);
  });
});
