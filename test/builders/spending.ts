import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { startSystem } from '#test/harness/system.ts';
import { rollUp } from '#test/harness/telemetry.ts';

/** A system whose clock stands at noon of 21 March 2026, and keys of a release manager and of a viewer. */
export async function spendingSetup() {
  const system = await startSystem({ now: '2026-03-21T12:00:00.000Z' });
  const manager = await system.key(['admin', 'ingest', 'read', 'registry'], {
    owner: await system.person({ role: 'release_manager' }),
  });
  const viewer = await system.key(['read'], { owner: await system.person({ role: 'viewer' }) });
  let sent = 0;

  /** Sends one event; `daysAgo` of it counts from noon. */
  async function spend(daysAgo: number, usd: number | null, more: Record<string, unknown> = {}): Promise<void> {
    await spendAll([{ daysAgo, usd, ...more }]);
  }

  async function spendAll(events: readonly ({ daysAgo: number; usd: number | null } & Record<string, unknown>)[]) {
    const now = system.clock.now().getTime();
    const messages = events.map(({ daysAgo, usd, ...more }) => {
      sent += 1;
      const at = new Date(now - daysAgo * DAY_MS - HOUR_MS).toISOString();
      return { id: `e${sent}`, at, model: 'acme/a', ...(usd === null ? {} : { cost_usd: usd }), ...more };
    });
    const answer = await system.api('POST', '/api/v1/events', { key: manager, body: { events: messages } });
    if (answer.body.accepted !== messages.length) throw new Error(JSON.stringify(answer.body));
  }

  const send = (method: string, path: string, body?: unknown, key = manager) => system.api(method, path, { key, body });
  return {
    system,
    manager,
    viewer,
    spend,
    spendAll,
    send,
    rollUp: () => rollUp(system),
    [Symbol.asyncDispose]: () => system.dispose(),
  };
}
