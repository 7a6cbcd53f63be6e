import { expect, type Person, type System } from './fixtures.ts';

/** How many of `n` items of a category a version answers rightly; sides overlap as far as they can. */
export type Rates = Record<string, { n: number; right: number }>;

const SCORERS = [{ type: 'equals', name: 'equals' }];

/** What people and pipelines do over the public API before they look at a page: prompts, golden sets, runs. */
export async function releaseDesk(system: System, by: Person) {
  const key = await system.key(['read', 'registry', 'evals', 'promote'], { owner: by });

  async function send(method: string, path: string, body?: unknown, status = 201) {
    const answer = await system.api(method, path, { key, body });
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBe(status);
    return answer.body;
  }

  async function until(path: string, holds: (body: { status: string }) => boolean) {
    await expect
      .poll(async () => holds((await system.api('GET', path, { key })).body), { timeout: 20_000, message: path })
      .toBe(true);
    return (await system.api('GET', path, { key })).body;
  }

  return {
    key,
    send,
    /** A prompt with so many versions, each of its own model. */
    async prompt(name: string, versions = 2) {
      await send('POST', '/api/v1/prompts', { name, type: 'text' });
      for (let n = 1; n <= versions; n++) {
        await send('POST', `/api/v1/prompts/${encodeURIComponent(name)}/versions`, {
          template: `Answer yes or no, way ${n}.\n\n{{question}}`,
          config: { model: `acme/model-${n}`, temperature: 0 },
          message: `Way ${n}`,
        });
      }
      return name;
    },
    async dataset(name: string, rates: Rates) {
      await send('POST', '/api/v1/datasets', { name });
      const items = itemsOf(rates).map(({ id, category }) => ({
        id,
        input: { question: `Is ${id} right?` },
        expected: 'yes',
        category,
      }));
      await send('POST', `/api/v1/datasets/${encodeURIComponent(name)}/items`, items);
      return name;
    },
    /** Recorded answers of a version, scored when this returns. */
    async run(prompt: string, version: number, dataset: string, rates: Rates): Promise<string> {
      const results = itemsOf(rates).map(({ id, right }) => ({
        item: id,
        output: right ? 'yes' : 'no, that cannot be said',
        latency_ms: 500 / version,
        cost_usd: 0.002 / version,
        tokens_out: right ? 1 : 6,
      }));
      return this.results(prompt, version, dataset, results);
    },
    async results(prompt: string, version: number, dataset: string, results: object[]): Promise<string> {
      const body = { prompt, version, model: `acme/model-${version}`, dataset, scorers: SCORERS, results };
      const { id } = await send('POST', '/api/v1/eval-runs/import', body, 202);
      await until(`/api/v1/eval-runs/${id}`, ({ status }) => status === 'completed');
      return id;
    },
    /** Asks for a promotion to production and waits for its gate. */
    async promote(prompt: string, version: number): Promise<{ id: string; status: string; revision: number }> {
      const { id } = await send('POST', '/api/v1/promotions', { prompt, version, to: 'production', note: 'A note' });
      return until(`/api/v1/promotions/${id}`, ({ status }) => status !== 'evaluating');
    },
    /** The yes of a second person, with a key of their own. */
    async approve(approver: Person, promotion: { id: string; revision: number }) {
      const answer = await system.api('POST', `/api/v1/promotions/${promotion.id}/approve`, {
        key: await system.key(['promote', 'read'], { owner: approver }),
        body: {},
        headers: { 'if-match': String(promotion.revision) },
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    },
  };
}

function itemsOf(rates: Rates): { id: string; category: string; right: boolean }[] {
  return Object.entries(rates).flatMap(([category, { n, right }]) =>
    Array.from({ length: n }, (_, i) => ({ id: `${category}-${i}`, category, right: i < right })),
  );
}
