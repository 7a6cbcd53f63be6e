import { z } from 'zod';
import { importModels } from '#server/models/import-models.ts';
import { pageInput } from '#server/platform/http/paging.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { compareCatalogues } from './compare-catalogues.ts';
import { confirmPriceBody, dismissPriceBody } from './contract.ts';
import { confirmDisagreement, dismissDisagreement } from './decide-disagreement.ts';
import { FILE_FORMATS } from './domain/catalogue.ts';
import { PACKED_MAX, unpackFile } from './file-text.ts';
import { readListedPrices, useListedPrices } from './listed-prices.ts';
import { countDisagreements, readCatalogues, readDecidedPrices, readDisagreements } from './read-disagreements.ts';

const key = z.object({ provider: z.string().max(60), modelId: z.string().max(200) });

/** Catalogues of prices for our own pages. */
export const cataloguesRouter = router({
  list: procedure('model.read').query(({ ctx }) => readCatalogues(ctx)),
  count: procedure('model.read').query(({ ctx }) => countDisagreements(ctx)),
  disagreements: procedure('model.read')
    .input(z.object({ search: z.string().max(200).optional(), ...pageInput }))
    .query(async ({ ctx, input }) => {
      const { next_cursor: nextCursor, ...page } = await readDisagreements(ctx, input);
      return { ...page, nextCursor };
    }),
  decided: procedure('model.read').query(({ ctx }) => readDecidedPrices(ctx)),
  listed: procedure('model.read')
    .input(key)
    .query(({ ctx, input }) => readListedPrices(ctx, input)),
  useListed: procedure('model.write')
    .input(key.extend(confirmPriceBody.shape))
    .mutation(async ({ ctx, input }) => {
      const { provider, modelId } = await useListedPrices(ctx, { ...input, from: input.from ?? null });
      return { provider, modelId };
    }),
  compare: procedure('model.write').mutation(({ ctx }) => compareCatalogues(ctx)),
  confirm: procedure('model.write')
    .input(z.object({ id: z.uuid(), ...confirmPriceBody.shape }))
    .mutation(async ({ ctx, input: { id, source, from = null } }) => {
      await confirmDisagreement(ctx, { id, source, from });
    }),
  dismiss: procedure('model.write')
    .input(z.object({ id: z.uuid(), ...dismissPriceBody.shape }))
    .mutation(async ({ ctx, input: { id, reason } }) => {
      await dismissDisagreement(ctx, { id, reason });
    }),
  /** `file`: the text of a file, gzip in base64, so that a list of megabytes fits into a request of a page. */
  importFile: procedure('model.write')
    .input(z.object({ file: z.base64().min(1).max(PACKED_MAX), format: z.enum(FILE_FORMATS).optional() }))
    .mutation(async ({ ctx, input: { file, format } }) => importModels(ctx, await unpackFile(file), format)),
});
