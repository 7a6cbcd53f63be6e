import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';

let system: System;
let key = '';
beforeAll(async () => {
  system = await startSystem();
  key = await system.key();
  await system.api('POST', '/api/v1/prompts', { key, body: { name: 'maths', type: 'text' } });
  await system.api('POST', '/api/v1/prompts/maths/versions', {
    key,
    body: { template: 'Is {{n}} prime?', config: {} },
  });
  for (const [provider, model_id] of [
    ['openai', 'gpt-4'],
    ['openai', 'twin'],
    ['azure', 'twin'],
    ['together', 'meta-llama/llama-3'],
  ]) {
    await system.api('POST', '/api/v1/models', { key, body: { provider, model_id, prices: [] } });
  }
});
afterAll(() => system.dispose());

const deploy = (model: string) =>
  system.api('PUT', '/api/v1/prompts/maths/environments/staging', { key, body: { version: 1, model } });
const deployments = async () =>
  (await system.api('GET', '/api/v1/prompts/maths/deployments', { key })).body.data as { model: string }[];

describe('naming a model', () => {
  test('a bare id that is unique in the registry is the registered model, so both names are one variant', async () => {
    expect((await deploy('openai/gpt-4')).status).toBe(200);
    const before = (await deployments()).length;
    expect((await deploy('gpt-4')).status).toBe(200);
    expect((await deployments()).length).toBe(before);
  });
  test('a bare id with a / in it is found the same way; the first part of an unregistered name is its provider', async () => {
    expect((await deploy('meta-llama/llama-3')).body.model).toBe('together/meta-llama/llama-3');
    const before = (await deployments()).length;
    expect((await deploy('together/meta-llama/llama-3')).status).toBe(200);
    expect((await deployments()).length).toBe(before);
    expect((await deploy('meta-llama/llama-4')).body.model).toBe('meta-llama/llama-4');
  });
  test('an unregistered id is allowed and keeps its name', async () => {
    expect((await deploy('home-grown')).status).toBe(200);
    expect((await deployments())[0]).toMatchObject({ model: 'home-grown' });
  });
  test('422 for a bare id that two providers have', async () => {
    const response = await deploy('twin');
    expect([response.status, response.body.code]).toEqual([422, 'ambiguous_model']);
    expect(response.body.errors[0].path).toBe('/model');
  });
});
