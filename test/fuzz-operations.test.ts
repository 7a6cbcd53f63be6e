import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { verifyAudit } from '#server/audit/verify-audit.ts';
import { type Operation, operationsOf } from './fuzz/document.ts';
import { judge } from './fuzz/judge.ts';
import { type Ledger, openLedger } from './fuzz/ledger.ts';
import { baseOf, mutantOf, type OperationRequest } from './fuzz/operation-requests.ts';
import { seeded } from './fuzz/random.ts';
import { renewing } from './fuzz/renewing.ts';
import { type Received, send } from './fuzz/responses.ts';
import { edgeSetup, type Setup } from './fuzz/setup.ts';
import { type System, startSystem } from './harness/system.ts';

/*
 * Every operation of the published contract gets requests that are valid except in one place. FUZZ_RUNS is how many
 * each, FUZZ_ONLY a pattern of the names to run alone; each FUZZ_SEED gives another sequence, and always the same one.
 */

const RUNS = Number(process.env.FUZZ_RUNS ?? 25);
const SEED = Number(process.env.FUZZ_SEED ?? 2026);
const ONLY = new RegExp(process.env.FUZZ_ONLY ?? '');
vi.setConfig({ testTimeout: 60_000 + RUNS * 2_000 });

/**
 * Actions that no promotion allows yet: only immediate rollouts are made. Their base request is refused by state, not
 * by shape.
 */
const BY_STATE = ['pause', 'resume', 'advance'].map((action) => `POST /api/v1/promotions/{id}/${action}`);

let system: System;
let key: string;
let operations: Operation[];
let setup: Setup;
let ledger: Ledger;
beforeAll(async () => {
  system = await startSystem();
  key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
  await system.services.sql`update project set stores_bodies = true`;
  const published = await operationsOf(system);
  expect(published.length, 'operations that are found').toBeGreaterThan(30);
  operations = published.filter(({ name }) => ONLY.test(name));
  setup = await edgeSetup(system, key);
  ledger = await openLedger(system);
});
afterAll(() => system.dispose());

const ask = (request: OperationRequest): Promise<Received | string> =>
  send(system.edge.port, key, request).catch((error: unknown) => {
    // A body that is refused before it was read completely: the connection may end while the client still writes.
    const isCut = /ECONNRESET|EPIPE|socket hang up/.test(String(error)) && (request.body?.length ?? 0) > 50_000;
    return isCut ? 'cut' : `no response: ${String(error)}`;
  });

test('every operation responds to its base request with a 2xx, so that its mutants pass the first checks', async () => {
  const wrong: string[] = [];
  for (const operation of operations) {
    const request = baseOf(operation, setup.known);
    const response = await ask(request);
    const isReached = typeof response !== 'string' && response.status < 300;
    const isByState = typeof response !== 'string' && response.status === 409 && BY_STATE.includes(operation.name);
    if (!isReached && !isByState)
      wrong.push(`${operation.name} (add its values in test/fuzz/setup.ts): ${described(request, response)}`);
    await renewing(setup, operation.name)?.();
  }
  expect(wrong).toEqual([]);
});

test(`every refusal names the mutated field, and nothing is half-written (FUZZ_SEED=${SEED})`, async () => {
  const wrong: string[] = [];
  await ledger.taken();
  for (const operation of operations) {
    const random = seeded(SEED, operation.name);
    const renew = renewing(setup, operation.name, Math.max(3, RUNS / 20));
    for (let run = 0; run < RUNS; run++) {
      const request = mutantOf(operation, setup.known, random);
      const response = await ask(request);
      if (response === 'cut') continue;
      const complaint =
        typeof response === 'string' ? response : judge(operation, request, response, await ledger.taken());
      if (complaint !== null) wrong.push(`${operation.name}: ${complaint}\n    ${described(request, response)}`);
      if (typeof response !== 'string' && response.status < 300 && renew) {
        await renew();
        await ledger.taken();
      }
    }
  }
  expect(wrong, `${wrong.length} of ${RUNS * operations.length}`).toEqual([]);
  expect((await system.api('GET', '/livez')).status).toBe(200);
  expect((await verifyAudit(system.services, system.project().id)).broken).toBeNull();
});

const described = ({ what, method, path, headers, body }: OperationRequest, response: Received | string): string =>
  `${what}: ${method} ${path.slice(0, 300)} ${JSON.stringify(headers).slice(0, 300)} ${body?.toString('latin1').slice(0, 500) ?? ''}\n    → ${typeof response === 'string' ? response : `${response.status} ${response.text.slice(0, 500)}`}`;
