import { expect, test } from '@playwright/test';
import { startInstallation, type Victim } from '#test/crash/installation.ts';

const LANES = 4;
const BATCH = 50;
const VICTIMS: Victim[] = ['edge', 'worker', 'postgres', 'web', 'edge', 'postgres', 'worker'];

test('nothing acknowledged is lost or doubled while edge, worker, web and Postgres are killed', async () => {
  test.setTimeout(400_000);
  const yard = await startInstallation();
  const key = yard.cli('keys', 'create', '--project', 'default', '--scopes', 'ingest,read');
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const start = Date.now();
  const acknowledged = new Set<string>();
  let sending = true;

  /** Sends one batch until it is acknowledged: with the same ids, as a client must. */
  async function deliver(events: { id: string }[]): Promise<void> {
    for (;;) {
      try {
        const response = await fetch(`${yard.edgeUrl}/api/v1/events`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ events }),
        });
        if (response.status === 207) {
          const body: { results: { id: string; status: number }[] } = await response.json();
          for (const result of body.results) if (result.status < 300) acknowledged.add(result.id);
          return;
        }
        expect([429, 503], await response.text()).toContain(response.status);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // refused or cut: the edge is gone for a moment
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function lane(number: number): Promise<void> {
    for (let batch = 0; sending; batch++) {
      const events = Array.from({ length: BATCH }, (_, i) => ({
        id: `${number}-${batch}-${i}`,
        at: new Date(start + batch).toISOString(),
        model: 'crash-model',
        tokens_in: 3,
      }));
      await deliver(events);
    }
  }

  const lanes = Array.from({ length: LANES }, (_, number) => lane(number));
  for (const victim of VICTIMS) {
    const before = acknowledged.size;
    await expect.poll(() => acknowledged.size, { timeout: 30_000 }).toBeGreaterThan(before + 1000);
    const pid = await yard.pid(victim);
    expect(pid, `${victim} runs`).toBeGreaterThan(0);
    process.kill(pid ?? 0, 'SIGKILL');
    await expect
      .poll(async () => ((await yard.pid(victim)) ?? pid) !== pid, { timeout: 30_000, message: `${victim} comes back` })
      .toBe(true);
  }
  sending = false;
  await Promise.all(lanes);

  const window = `from=${new Date(start - 60_000).toISOString()}&to=${new Date(Date.now() + 120_000).toISOString()}&step=60`;
  const total = async (metric: string): Promise<number> => {
    const response = await fetch(`${yard.edgeUrl}/api/v1/metrics?metric=${metric}&${window}`, { headers });
    const body: { series: { points: [string, number | null][] }[] } = await response.json();
    return body.series.flatMap((one) => one.points).reduce((sum, [, value]) => sum + (value ?? 0), 0);
  };
  expect(await total('requests')).toBe(acknowledged.size);
  expect(await total('tokens_in')).toBe(acknowledged.size * 3);
  await expect.poll(async () => (await fetch(`${yard.webUrl}/sign-in`)).status, { timeout: 30_000 }).toBe(200);
  // The worker was killed too: its rollups may lag, but must catch up with what was stored.
  await expect(() => expect(yard.cli('telemetry', 'verify')).toContain('holds exactly')).toPass({ timeout: 60_000 });
  expect(await yard.stop()).toBe(0);
});
