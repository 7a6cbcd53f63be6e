import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordChange } from '#server/audit/record-change.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { evaluator } from '#test/harness/alerts.ts';

let setup: Awaited<ReturnType<typeof telemetrySetup>>;
let evaluate: ReturnType<typeof evaluator>;
beforeAll(async () => {
  setup = await telemetrySetup();
  evaluate = evaluator(setup.system);
});
afterAll(() => setup.system.dispose());

const HOUR_MS = 3_600_000;
let sent = 0;
/** `n` requests of a prompt that came `hoursAgo`, of about so many characters. */
async function send(prompt: string, n: number, hoursAgo: number, inputChars: number): Promise<void> {
  const from = setup.system.clock.now().getTime() - hoursAgo * HOUR_MS;
  const events = Array.from({ length: n }, (_, i) =>
    setup.event(`s${++sent}`, {
      ...{ prompt, environment: 'production', latency_ms: 400, at: new Date(from - i * 1000).toISOString() },
      input_chars: inputChars * (1 + (i % 4)),
    }),
  );
  expect((await setup.send(events)).body.accepted).toBe(n);
}

const open = async (kind: string) =>
  (
    await setup.system.services.sql`
      select title, severity, labels, evidence from alert where kind = ${kind} and resolved_at is null order by title`
  ).map((row) => row);
/** So many minutes later, evaluated every five. */
async function pass(minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 5) {
    setup.system.clock.advance(5 * 60_000);
    await evaluate();
  }
}
const change = (kind: 'gate' | 'deployment', title: string, prompt: string) =>
  inTransaction(setup.system.ctx(), (ctx) =>
    recordChange(ctx, { kind, title, prompt, environment: 'production', path: '/promotions/1' }),
  );

test('a gate that blocked a promotion fires for an hour', async () => {
  await pass(5);
  await change('gate', 'Gate blocked search/answer v4', 'search/answer');
  await pass(5);
  expect(await open('gate')).toMatchObject([
    {
      ...{ title: 'Gate blocked search/answer v4', severity: 'ticket' },
      labels: { prompt: 'search/answer', environment: 'production' },
    },
  ]);
  await pass(65);
  expect(await open('gate')).toEqual([]);
});

test('requests that became longer fire once two windows show it, with both histograms; a new release is no drift', async () => {
  for (const prompt of ['search/answer', 'search/released']) {
    await send(prompt, 600, 74, 400);
    await send(prompt, 600, 98, 400);
  }
  await pass(5);
  expect(await open('drift'), 'as before').toEqual([]);
  await change('deployment', 'search/released 2 serves production', 'search/released');
  for (const prompt of ['search/answer', 'search/released']) await send(prompt, 400, 0, 2_000);
  await pass(5);
  expect(await open('drift'), 'one window').toEqual([]);
  await pass(60);
  const found = await open('drift');
  expect(found).toMatchObject([
    {
      ...{ title: 'Prompt length of search/answer in production has drifted', severity: 'ticket' },
      labels: { prompt: 'search/answer', environment: 'production', signal: 'Prompt length' },
      evidence: { limit: 0.25, n: 400, baselineN: 1200 },
    },
  ]);
  expect(found[0]?.evidence.value).toBeGreaterThan(0.25);
  expect(found[0]?.evidence.histogram.length).toBeGreaterThan(2);
});

test('negative feedback above its usual share fires, and ends an hour after it is usual again', async () => {
  const { sql } = setup.system.services;
  const clock = setup.system.clock;
  const say = (daysAgo: number, n: number, bad: number) => sql`
    insert into feedback (slot, id, event_key, event_ts, name, score, source, actor, at)
    select slot, gen_random_uuid(), key, ts, 'thumbs', case when row_number() over () <= ${bad} then 0 else 1 end,
      'user', '{}'::jsonb, ${new Date(clock.now().getTime() - daysAgo * 86_400_000)}
    from event limit ${n}`;
  await say(3, 400, 20);
  await say(0, 60, 5);
  await pass(5);
  expect(await open('feedback')).toEqual([]);
  await say(0, 60, 40);
  await pass(5);
  const found = await open('feedback');
  expect(found.map(({ title }) => title)).toEqual([
    expect.stringMatching(/^[0-9.]+ % of feedback on search\/\w+ in production is negative$/),
  ]);
  expect(found[0]?.evidence).toMatchObject({ limit: 1.5, needed: 20 });
  clock.advance(26 * HOUR_MS);
  await pass(70);
  expect(await open('feedback')).toEqual([]);
});
