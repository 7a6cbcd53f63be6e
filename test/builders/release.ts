import assert from 'node:assert/strict';
import type { ScoredItem } from '#server/evals/domain/scored-item.ts';
import type { Scope } from '#server/platform/actions.ts';
import { type ApiResponse, type Person, type System, startSystem } from '#test/harness/system.ts';
import { recorded, type TwoRuns } from './scored-runs.ts';

/** The scorer of both sides: a score of 1 is the output `yes`, of 0 the output `no`. */
const SCORERS = [{ type: 'equals', value: 'yes' }];

/** The scopes for writing versions, measuring them and requesting promotions. */
const OWN_SCOPES = ['read', 'registry', 'evals', 'promote'] as const;

type Promotion = { id: string; revision: number };
/** `unscored` returns before the worker has scored the run. */
type RunOptions = { scorers?: unknown[]; model?: string; unscored?: true };

/**
 * Makes prompts, golden sets, runs and promotions over public HTTP alone, as an application and its people would. It
 * needs no test runner: route tests and browser journeys use the same builder. An unexpected response throws.
 */
export function releaseBuilder(system: System, key: string) {
  const at = (prompt: string) => `/api/v1/prompts/${encodeURIComponent(prompt)}`;
  let named = 0;
  /** A name that this builder has not used before. */
  const newName = () => `case-${++named}`;

  async function send(status: number, method: string, path: string, body?: unknown): Promise<ApiResponse['body']> {
    const response = await system.api(method, path, { key, body });
    assert.equal(response.status, status, `${method} ${path}: ${JSON.stringify(response.body)}`);
    return response.body;
  }

  /** A text prompt with the given number of versions, each with its own model `test/mN`. */
  async function prompt(name = newName(), versions = 2): Promise<string> {
    await send(201, 'POST', '/api/v1/prompts', { name, type: 'text' });
    for (let n = 1; n <= versions; n++) {
      const body = { template: `Version ${n}: {{question}}`, config: { model: `test/m${n}` } };
      await send(201, 'POST', `${at(name)}/versions`, body);
    }
    return name;
  }

  /** A golden set with the items of a run; returns its name. */
  async function dataset(name: string, items: readonly ScoredItem[]): Promise<string> {
    await send(201, 'POST', '/api/v1/datasets', { name });
    await addItems(name, items);
    return name;
  }

  /** Adds items to a golden set: its next version. */
  async function addItems(name: string, items: readonly ScoredItem[]): Promise<void> {
    const body = items.map(({ item, category, weight, cluster }) => ({
      id: item,
      input: { question: item },
      expected: 'yes',
      category,
      weight,
      ...(cluster === null ? {} : { cluster }),
    }));
    await send(201, 'POST', `/api/v1/datasets/${encodeURIComponent(name)}/items`, body);
  }

  /** Imports results in the format of a file; returns the id of the run once it is scored. */
  async function importRun(
    prompt: string,
    version: number,
    dataset: string,
    results: readonly object[],
    { scorers = SCORERS, model = `test/m${version}`, unscored }: RunOptions = {},
  ): Promise<string> {
    const body = { prompt, version, model, dataset, results, scorers };
    const { id } = await send(202, 'POST', '/api/v1/eval-runs/import', body);
    if (!unscored) await system.drain();
    return id;
  }

  /** Imports the answers of a version; an item without scores failed for a reason that is not the model's. */
  const run = (prompt: string, version: number, dataset: string, items: readonly ScoredItem[], more?: RunOptions) =>
    importRun(
      prompt,
      version,
      dataset,
      items.flatMap((item) => resultsOf(item)),
      more,
    );

  /** Both sides as runs of version 1 (the baseline) and 2 on a golden set of their items. */
  async function runs(prompt: string, name: string, { baseline, candidate }: TwoRuns): Promise<[string, string]> {
    await dataset(name, baseline);
    return [await run(prompt, 1, name, baseline), await run(prompt, 2, name, candidate)];
  }

  /** A new prompt with version 1 against version 2 on `set-of-` its name; the second is better, or clearly worse. */
  async function measured(name: string, better = true): Promise<string> {
    await prompt(name);
    await runs(name, `set-of-${name}`, recorded(better ? [60, 20, 0, 0] : [60, 0, 40, 0]));
    return name;
  }

  const promotion = (id: string): Promise<ApiResponse['body']> => send(200, 'GET', `/api/v1/promotions/${id}`);

  /** Opens a promotion to production and lets its gate run. */
  async function promote(prompt: string, version: number, by = key): Promise<ApiResponse['body']> {
    const body = { prompt, version, to: 'production' };
    const response = await system.api('POST', '/api/v1/promotions', { key: by, body });
    assert.equal(response.status, 201, JSON.stringify(response.body));
    await system.drain();
    return promotion(response.body.id);
  }

  /** Sends an action on the promotion as the caller saw it; returns any response. */
  const act = (by: string, { id, revision }: Promotion, action: string, body: object = {}): Promise<ApiResponse> =>
    system.api('POST', `/api/v1/promotions/${id}/${action}`, {
      key: by,
      body,
      headers: { 'if-match': `"${revision}"` },
    });

  /** The approval of another person, by a key or by a person for whom one is made; returns the promotion. */
  async function approve(by: string | Person, seen: Promotion): Promise<ApiResponse['body']> {
    const byKey = typeof by === 'string' ? by : await system.key(['promote', 'read'], { owner: by });
    const response = await act(byKey, seen, 'approve');
    assert.equal(response.status, 200, JSON.stringify(response.body));
    return response.body;
  }

  return {
    send,
    newName,
    prompt,
    dataset,
    addItems,
    importRun,
    run,
    runs,
    measured,
    promote,
    promotion,
    act,
    approve,

    /** Lets a version serve `staging`, which needs no approval. */
    stage: (prompt: string, version: number) => send(200, 'PUT', `${at(prompt)}/environments/staging`, { version }),

    check: (body: object): Promise<ApiResponse['body']> =>
      send(200, 'POST', '/api/v1/gates/check', { environment: 'staging', ...body }),

    policy: async (prompt: string, change: object): Promise<ApiResponse['body']> => {
      const { revision } = await send(200, 'GET', `${at(prompt)}/gate`);
      return send(200, 'PUT', `${at(prompt)}/gate`, { ...change, revision });
    },

    servingIn: async (prompt: string, environment = 'production') =>
      (await send(200, 'GET', at(prompt))).environments[environment],
  };
}

/** The same builder with a key that a person made. */
export const releaseAs = async (system: System, owner: Person, scopes: readonly Scope[] = OWN_SCOPES) =>
  releaseBuilder(system, await system.key(scopes, { owner }));

export type ReleaseBuilder = ReturnType<typeof releaseBuilder>;

function resultsOf({ item, scores, latencyMs, costUsd }: ScoredItem): object[] {
  if (scores.length === 0) return [{ item, output: '', error: 'timeout' }];
  return scores.map((score, repeat) => ({
    item,
    repeat,
    output: score === 1 ? 'yes' : 'no',
    tokens_out: 1,
    ...(latencyMs?.[repeat] == null ? {} : { latency_ms: latencyMs[repeat] }),
    ...(costUsd?.[repeat] == null ? {} : { cost_usd: costUsd[repeat] }),
  }));
}

/** A system with the people of a release: Ed requests, Rita may approve, and a service account writes. */
export async function startReleases() {
  const system = await startSystem();
  const service = await system.key();
  const ed = await system.person({ role: 'editor', name: 'Ed' });
  const rita = await system.person({ role: 'release_manager', name: 'Rita' });
  const asker = await system.key(['promote', 'read'], { owner: ed });
  const releaser = await system.key(['promote', 'read'], { owner: rita });
  const release = releaseBuilder(system, service);

  return {
    ...release,
    system,
    service,
    asker,
    releaser,
    ed,
    rita,

    /** A measured prompt whose version 1 serves production; returns its promotion. */
    async served(prompt: string, better = true): Promise<ApiResponse['body']> {
      await release.measured(prompt, better);
      return release.approve(releaser, await release.promote(prompt, 1, asker));
    },

    /** Requests a promotion as Ed; returns any response. */
    post: (body: unknown, headers: Record<string, string> = {}, key = asker) =>
      system.api('POST', '/api/v1/promotions', { key, body, headers }),
  };
}

export type Releases = Awaited<ReturnType<typeof startReleases>>;
