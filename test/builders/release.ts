import { expect } from 'vitest';
import type { ScoredItem } from '#server/evals/domain/scored-item.ts';
import type { TwoRuns } from '#test/builders/scored-runs.ts';
import type { Answer, System } from '#test/harness/system.ts';

/** The outputs of two sides are compared with this; a score of 1 is the output `yes`, of 0 the output `no`. */
const SCORERS = [{ type: 'equals', value: 'yes' }];

function resultsOf({ item, scores, latencyMs, costUsd }: ScoredItem): object[] {
  if (scores.length === 0) return [{ item, output: '', error: 'timeout' }];
  return scores.map((score, repeat) => ({
    item,
    repeat,
    output: score === 1 ? 'yes' : 'no',
    ...(latencyMs?.[repeat] == null ? {} : { latency_ms: latencyMs[repeat] }),
    ...(costUsd?.[repeat] == null ? {} : { cost_usd: costUsd[repeat] }),
  }));
}

/** Makes prompts, golden sets, runs and promotions over HTTP alone, as an application and its people would. */
export function releaseBuilder(system: System, key: string) {
  const at = (prompt: string) => `/api/v1/prompts/${encodeURIComponent(prompt)}`;

  async function sent(status: number, method: string, path: string, body?: unknown, headers?: Record<string, string>) {
    const answer = await system.api(method, path, { key, body, headers });
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBe(status);
    return answer.body;
  }

  return {
    /** A text prompt with so many versions, each of its own model `test/mN`. */
    async prompt(name: string, versions = 2): Promise<string> {
      await sent(201, 'POST', '/api/v1/prompts', { name, type: 'text' });
      for (let n = 1; n <= versions; n++) {
        const body = { template: `Version ${n}: {{question}}`, config: { model: `test/m${n}` } };
        await sent(201, 'POST', `${at(name)}/versions`, body);
      }
      return name;
    },

    /** A golden set with the items of a run; answers its name. */
    async dataset(name: string, items: readonly ScoredItem[]): Promise<string> {
      await sent(201, 'POST', '/api/v1/datasets', { name });
      await this.items(name, items);
      return name;
    },

    /** Adds items to a golden set: its next version. */
    async items(name: string, items: readonly ScoredItem[]): Promise<void> {
      const body = items.map(({ item, category, weight, cluster }) => ({
        id: item,
        input: { question: item },
        expected: 'yes',
        category,
        weight,
        ...(cluster === null ? {} : { cluster }),
      }));
      await sent(201, 'POST', `/api/v1/datasets/${encodeURIComponent(name)}/items`, body);
    },

    /** Imports what a version answered; an item without scores failed for a reason that is not the model's. */
    async run(
      prompt: string,
      version: number,
      dataset: string,
      items: readonly ScoredItem[],
      more: { scorers?: unknown[]; model?: string; unscored?: true } = {},
    ): Promise<string> {
      const results = items.flatMap((item) => resultsOf(item));
      const body = {
        prompt,
        version,
        model: more.model ?? `test/m${version}`,
        dataset,
        results,
        scorers: more.scorers ?? SCORERS,
      };
      const { id } = await sent(202, 'POST', '/api/v1/eval-runs/import', body);
      if (!more.unscored) await system.drain();
      return id;
    },

    /** Both sides of `runs` as runs of version 1 (the baseline) and 2 on a golden set of their items. */
    async runs(prompt: string, dataset: string, { baseline, candidate }: TwoRuns): Promise<[string, string]> {
      await this.dataset(dataset, baseline);
      return [await this.run(prompt, 1, dataset, baseline), await this.run(prompt, 2, dataset, candidate)];
    },

    /** Lets a version serve `staging`, which nobody has to approve. */
    stage: (prompt: string, version: number) => sent(200, 'PUT', `${at(prompt)}/environments/staging`, { version }),

    check: (body: object): Promise<Answer['body']> =>
      sent(200, 'POST', '/api/v1/gates/check', { environment: 'staging', ...body }),

    policy: async (prompt: string, change: object): Promise<Answer['body']> => {
      const { revision } = await sent(200, 'GET', `${at(prompt)}/gate`);
      return sent(200, 'PUT', `${at(prompt)}/gate`, { ...change, revision });
    },

    /** Opens a promotion to production and lets its gate run. */
    async promote(prompt: string, version: number, by = key): Promise<Answer['body']> {
      const answer = await system.api('POST', '/api/v1/promotions', {
        key: by,
        body: { prompt, version, to: 'production' },
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      await system.drain();
      return this.promotion(answer.body.id);
    },

    promotion: (id: string): Promise<Answer['body']> => sent(200, 'GET', `/api/v1/promotions/${id}`),

    /** An action as somebody takes it on the promotion that they see; whatever the answer. */
    act: (
      by: string,
      promotion: { id: string; revision: number },
      action: string,
      body: object = {},
    ): Promise<Answer> =>
      system.api('POST', `/api/v1/promotions/${promotion.id}/${action}`, {
        key: by,
        body,
        headers: { 'if-match': `"${promotion.revision}"` },
      }),
  };
}

export type ReleaseBuilder = ReturnType<typeof releaseBuilder>;
