import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { costHeadline } from '#components/cost/outcomes/cost-headline.ts';
import { readRecorded } from '#examples/llmdrift/figures.ts';
import { recordedEvents, recordedOutcomes } from '#examples/llmdrift/recorded-events.ts';
import { DRIFT, nameOf } from '#test/builders/recorded-models.ts';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUpTasksOnce } from '#test/harness/cost.ts';
import { readCostPage } from './read-cost-page.ts';

const { system, key, at, send, get } = await telemetrySetup();
afterAll(() => system.dispose());

const DAY = 86_400_000;
const MODELS = ['gpt-4-0314', 'gpt-4-0613'];

describe.skipIf(!existsSync(DRIFT))(nameOf('gpt-4 of March and of June 2023 on the same questions', DRIFT), () => {
  test('the first sentence of the page: June is cheaper by the question and dearer by the right answer', async () => {
    const recorded = readRecorded().filter(({ model }) => MODELS.includes(model));
    const events = recordedEvents(recorded, Date.parse(at(2 * DAY)));
    const outcomes = recordedOutcomes(recorded, at());
    for (let from = 0; from < events.length; from += 1000) {
      expect((await send(events.slice(from, from + 1000))).body.rejected).toBe(0);
      const body = { outcomes: outcomes.slice(from, from + 1000) };
      await system.api('POST', '/api/v1/outcomes', { key, body });
    }
    await rollUpTasksOnce(system);

    const page = await readCostPage(system.ctx(), { range: '90d', groupBy: 'model', successBy: 'outcome' });
    expect(costHeadline(page, '90d')).toBe(
      'A task of prime costs 94\u00a0% less with gpt-4-0613 than with gpt-4-0314, but a successful answer costs 145.4\u00a0% more.',
    );
    const { body } = await get('/api/v1/cost/outcomes?group_by=query_type&model=openai/gpt-4-0613');
    const rates = body.groups.map((one: { group: { query_type: string }; success_rate: number }) => [
      one.group.query_type,
      one.success_rate,
    ]);
    expect(Object.fromEntries(rates)).toEqual({ prime: 0.024, composite: 0.998 });
  });
});
