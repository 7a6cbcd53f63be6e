import { z } from 'zod';
import { pageQuery } from '#server/platform/http/paging.ts';
import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import {
  createPromptBody,
  createVersionBody,
  deployBody,
  deploymentResponse,
  diffResponse,
  importDeploymentsBody,
  promptResponse,
  renderBody,
  renderResponse,
  versionCreatedResponse,
  versionResponse,
} from './contract.ts';
import { createPrompt } from './create-prompt.ts';
import { createVersion } from './create-version.ts';
import { deployVersion } from './deploy-version.ts';
import { readDiff } from './diff-versions.ts';
import { findPrompt } from './find-prompt.ts';
import { findVersion, versionNumber } from './find-version.ts';
import { importDeployments } from './import-deployments.ts';
import { isLargeDiff } from './large-diff.ts';
import { readDeployments } from './read-deployments.ts';
import { readPrompt, readPrompts } from './read-prompts.ts';
import { readVersions } from './read-versions.ts';
import { renderVersion } from './render-version.ts';
import { deploymentWire, promptWire, versionWire } from './wire.ts';

const pageOf = (row: z.ZodType) => z.object({ data: z.array(row), next_cursor: z.string().nullable() });

/** The registry's prompts over HTTP (docs/api.md). A prompt's name is URL-encoded: `search%2Fanswer`. */
export const promptRoutes = [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/prompts',
    action: 'prompt.write',
    summary: 'Create a prompt',
    creates: true,
    body: createPromptBody,
    responses: { 201: promptResponse },
    handle: async ({ ctx, body }) => created(promptWire(await readPrompt(ctx, await createPrompt(ctx, body)))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/prompts',
    action: 'prompt.read',
    summary: 'List prompts by name',
    query: pageQuery.extend({ search: z.string().max(200).optional(), tag: z.string().max(60).optional() }),
    responses: { 200: pageOf(promptResponse) },
    handle: async ({ ctx, query }) => {
      const page = await readPrompts(ctx, query);
      return ok({ ...page, data: page.data.map(promptWire) });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/prompts/{name}',
    action: 'prompt.read',
    summary: 'Read a prompt and what serves in each environment',
    responses: { 200: promptResponse },
    handle: async ({ ctx, params }) => ok(promptWire(await readPrompt(ctx, await findPrompt(ctx, params.name ?? '')))),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/prompts/{name}/versions',
    action: 'prompt.write',
    summary: 'Add an immutable version; the same content is the same version',
    creates: true,
    body: createVersionBody,
    responses: { 200: versionCreatedResponse, 201: versionCreatedResponse },
    handle: async ({ ctx, params, body }) => {
      const { isNew, ...version } = await createVersion(ctx, params.name ?? '', body);
      return isNew ? created(version) : ok(version);
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/prompts/{name}/versions',
    action: 'prompt.read',
    summary: 'List versions, newest first',
    query: pageQuery,
    responses: { 200: pageOf(versionResponse) },
    handle: async ({ ctx, params, query }) => {
      const prompt = await findPrompt(ctx, params.name ?? '');
      const page = await readVersions(ctx, prompt.id, query);
      return ok({ ...page, data: page.data.map((row) => versionWire(prompt, row)) });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/prompts/{name}/versions/{n}',
    action: 'prompt.read',
    summary: 'Read a version',
    responses: { 200: versionResponse },
    handle: async ({ ctx, params }) => {
      const prompt = await findPrompt(ctx, params.name ?? '');
      return ok(versionWire(prompt, await findVersion(ctx, prompt.id, versionNumber(params.n ?? ''))));
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/prompts/{name}/versions/{a}/diff/{b}',
    action: 'prompt.read',
    summary: 'What changed from version a to version b',
    responses: { 200: diffResponse },
    isHeavy: ({ ctx, params: { name = '', a = '', b = '' } }) =>
      isLargeDiff(ctx, name, [versionNumber(a), versionNumber(b)]),
    handle: async ({ ctx, params }) =>
      ok(
        await readDiff(ctx, {
          name: params.name ?? '',
          a: versionNumber(params.a ?? ''),
          b: versionNumber(params.b ?? ''),
        }),
      ),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/prompts/{name}/versions/{n}/render',
    action: 'prompt.read',
    summary: 'Fill in the variables of a version; calls no model',
    body: renderBody,
    responses: { 200: renderResponse },
    handle: async ({ ctx, params, body }) =>
      ok(
        await renderVersion(ctx, {
          name: params.name ?? '',
          number: versionNumber(params.n ?? ''),
          variables: body.variables,
        }),
      ),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/prompts/{name}/deployments',
    action: 'prompt.read',
    summary: 'Deployment history, newest first',
    query: pageQuery.extend({ environment: z.string().max(60).optional() }),
    responses: { 200: pageOf(deploymentResponse) },
    handle: async ({ ctx, params, query }) => {
      const prompt = await findPrompt(ctx, params.name ?? '');
      const page = await readDeployments(ctx, prompt.id, query);
      return ok({ ...page, data: page.data.map(deploymentWire) });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/prompts/{name}/deployments/import',
    action: 'prompt.import_history',
    summary: 'Import deployments from before this installation: history and marks only',
    creates: true,
    body: importDeploymentsBody,
    responses: { 200: z.object({ imported: z.int(), unchanged: z.int() }) },
    handle: async ({ ctx, params, body }) => ok(await importDeployments(ctx, params.name ?? '', body)),
  }),
  edgeRoute({
    method: 'PUT',
    path: '/api/v1/prompts/{name}/environments/{env}',
    action: 'prompt.deploy',
    summary: 'Deploy a version directly, where the environment is not protected',
    body: deployBody,
    refuses: [409],
    responses: { 200: deploymentResponse },
    handle: async ({ ctx, params, body }) => {
      const environment = params.env ?? '';
      return ok(
        deploymentWire({
          ...(await deployVersion(ctx, { prompt: params.name ?? '', environment }, body)),
          environment,
        }),
      );
    },
  }),
];
