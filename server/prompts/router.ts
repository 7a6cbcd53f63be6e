import { z } from 'zod';
import { pageInput } from '#server/platform/http/paging.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import {
  createPromptBody,
  createVersionBody,
  deployBody,
  environmentNameSchema,
  nameSchema,
  versionNumberSchema,
} from './contract.ts';
import { createPrompt } from './create-prompt.ts';
import { createVersion } from './create-version.ts';
import { deployVersion } from './deploy-version.ts';
import { readDiffView, readHistory, readVersionTimeline, readVersionView } from './page-views.ts';
import { readPromptHead } from './read-prompt-head.ts';
import { readPromptTable } from './read-prompt-table.ts';
import { readPrompts } from './read-prompts.ts';
import { renderVersion } from './render-version.ts';

const named = z.object({ name: nameSchema });
const oneVersion = named.extend({ number: versionNumberSchema });
const { response_format, ...versionFields } = createVersionBody.shape;

/** Prompts for our own pages. */
export const promptsRouter = router({
  list: procedure('prompt.read')
    .input(
      z.object({
        folder: z.string().max(200).optional(),
        search: z.string().max(200).optional(),
        tag: z.string().max(60).optional(),
        ...pageInput,
      }),
    )
    .query(({ ctx, input }) => readPromptTable(ctx, input)),
  head: procedure('prompt.read')
    .input(named)
    .query(({ ctx, input }) => readPromptHead(ctx, input.name)),
  versions: procedure('prompt.read')
    .input(named.extend(pageInput))
    .query(({ ctx, input }) => readVersionTimeline(ctx, input.name, input)),
  version: procedure('prompt.read')
    .input(oneVersion)
    .query(({ ctx, input }) => readVersionView(ctx, input.name, input.number)),
  diff: procedure('prompt.read')
    .input(named.extend({ from: versionNumberSchema, to: versionNumberSchema }))
    .query(({ ctx, input }) => readDiffView(ctx, input.name, input.from, input.to)),
  history: procedure('prompt.read')
    .input(named.extend({ environment: environmentNameSchema.optional(), ...pageInput }))
    .query(({ ctx, input }) => readHistory(ctx, input.name, input)),
  search: procedure('prompt.read')
    .input(z.object({ text: z.string().max(200), limit: z.int().min(1).max(50).default(10) }))
    .query(async ({ ctx, input }) => {
      const { data } = await readPrompts(ctx, { search: input.text, limit: input.limit });
      return data.map(({ name, type, latestVersion }) => ({ name, type, latestVersion }));
    }),
  render: procedure('prompt.read')
    .input(oneVersion.extend({ variables: z.record(z.string(), z.unknown()) }))
    .query(({ ctx, input }) => renderVersion(ctx, input.name, input.number, input.variables)),
  create: procedure('prompt.write')
    .input(z.object(createPromptBody.shape))
    .mutation(async ({ ctx, input }) => {
      const { name } = await createPrompt(ctx, input);
      return { name };
    }),
  createVersion: procedure('prompt.write')
    .input(named.extend({ ...versionFields, responseFormat: response_format }))
    .mutation(({ ctx, input: { name, responseFormat, ...version } }) =>
      createVersion(ctx, name, {
        ...version,
        ...(responseFormat === undefined ? {} : { response_format: responseFormat }),
      }),
    ),
  deploy: procedure('prompt.deploy')
    .input(named.extend({ environment: environmentNameSchema, ...deployBody.shape }))
    .mutation(async ({ ctx, input }) => {
      const { id } = await deployVersion(ctx, input.name, input.environment, input);
      return { deploymentId: id };
    }),
});
