import { startSystem } from '#test/harness/system.ts';

type Points = { series: { points: [string, number | null][] }[] };

/** A system with a stopped clock, a key with every scope, and the requests of an application. */
export async function telemetrySetup() {
  const system = await startSystem({ now: '2026-03-04T12:00:30.000Z' });
  const key = await system.key();
  const at = (msAgo = 0) => new Date(system.clock.now().getTime() - msAgo).toISOString();
  const get = (path: string) => system.api('GET', path, { key });
  return {
    system,
    key,
    at,
    get,
    event: (id: string, more: Record<string, unknown> = {}) => ({ id, at: at(), model: 'openai/gpt-4', ...more }),
    send: (events: unknown[], headers: Record<string, string> = {}) =>
      system.api('POST', '/api/v1/events', { key, body: { events }, headers }),
    /** The hour until a minute from now, unless `query` has another range. */
    metrics: (query: Record<string, string>) =>
      get(`/api/v1/metrics?${new URLSearchParams({ from: at(3_600_000), to: at(-60_000), ...query })}`),
    /** Sum of a metric's points over all its groups. */
    total: (body: Points) => body.series.flatMap((one) => one.points).reduce((sum, [, value]) => sum + (value ?? 0), 0),
  };
}
