import { z } from 'zod';
import { calendarDateSchema } from '#server/audit/contract.ts';
import { TEXT_MAX } from '#server/models/deprecations/domain/inbox/propose.ts';
import { invalid } from '#server/platform/faults.ts';
import { pageQuery } from '#server/platform/http/paging.ts';
import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { confirmProposal, dismissProposal } from './decide-proposal.ts';
import { fetchChangelog } from './fetch-changelog.ts';
import { pasteChangelog } from './paste-changelog.ts';
import { type InboxRow, readProposals } from './read-inbox.ts';

const day = z.string().nullable();

const proposalResponse = z.object({
  id: z.string(),
  model: z.string(),
  retires_on: day,
  deprecated_on: day,
  announced_on: day,
  not_before: day,
  previously: z.array(z.string()),
  by_region: z.array(z.object({ regions: z.string(), day: z.string() })),
  replacements: z.array(z.string()),
  points_to: z.string().nullable(),
  sentences: z.array(z.string()),
  questions: z.array(z.object({ question: z.string(), candidates: z.array(z.string()) })),
  registered: z.array(z.object({ provider: z.string(), model_id: z.string() })),
  source: z.object({ by: z.string(), at: z.string(), published_on: day, url: z.string().nullable() }),
});

const proposalWire = ({ id, proposal, registered, ...source }: InboxRow): z.infer<typeof proposalResponse> => ({
  id,
  model: proposal.model,
  retires_on: proposal.retiresOn,
  deprecated_on: proposal.deprecatedOn,
  announced_on: proposal.announcedOn,
  not_before: proposal.notBefore,
  previously: proposal.previously,
  by_region: proposal.byRegion,
  replacements: proposal.replacements,
  points_to: proposal.pointsTo,
  sentences: proposal.sentences,
  questions: proposal.asks.map(({ ask, candidates }) => ({ question: ask, candidates: [...candidates] })),
  registered: registered.map(({ provider, modelId }) => ({ provider, model_id: modelId })),
  source: {
    by: source.pastedBy,
    at: source.pastedAt.toISOString(),
    published_on: source.publishedOn,
    url: source.sourceUrl,
  },
});

const changelogBody = z.strictObject({
  text: z.string().min(1).max(TEXT_MAX).optional(),
  url: z.string().min(1).max(2_000).optional(),
  published_on: calendarDateSchema.nullish(),
});

/** The changelog inbox over HTTP: texts and addresses of vendors, and what a person decides on their proposals. */
export const inboxRoutes = [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models/changelogs',
    action: 'model.write',
    summary: "Read a vendor's text or address into proposals",
    creates: true,
    addsEachTime: true,
    body: changelogBody,
    limitMs: 20_000,
    responses: {
      201: z.object({ proposals: z.int(), texts: z.int(), kept_before: z.int() }),
    },
    handle: async ({ ctx, body: { text, url, published_on } }) => {
      const publishedOn = published_on ?? null;
      if (text !== undefined && url === undefined) {
        return created({ proposals: await pasteChangelog(ctx, { text, publishedOn }), texts: 1, kept_before: 0 });
      }
      if (url !== undefined && text === undefined) {
        const { proposals, texts, keptBefore } = await fetchChangelog(ctx, { url, publishedOn });
        return created({ proposals, texts, kept_before: keptBefore });
      }
      throw invalid('/text', 'text_or_url', '/text: send either the text or its url, and not both.');
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/proposals',
    action: 'model.read',
    summary: 'List proposed retirement days that wait for a person',
    query: pageQuery,
    responses: { 200: z.object({ data: z.array(proposalResponse), next_cursor: z.string().nullable() }) },
    handle: async ({ ctx, query }) => {
      const page = await readProposals(ctx, query);
      return ok({ ...page, data: page.data.map(proposalWire) });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models/proposals/{id}/confirm',
    action: 'model.write',
    summary: 'Write a proposed day into the registry',
    body: z.strictObject({
      provider: z.string().min(1).max(60),
      model_id: z.string().min(1).max(200),
      retires_on: calendarDateSchema,
    }),
    responses: { 200: z.object({ id: z.string(), decision: z.literal('confirmed') }) },
    refuses: [409],
    handle: async ({ ctx, params: { id = '' }, body }) => {
      const { provider, model_id: modelId, retires_on: retiresOn } = body;
      await confirmProposal(ctx, { id, provider, modelId, retiresOn }, '/model_id');
      return ok({ id, decision: 'confirmed' });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models/proposals/{id}/dismiss',
    action: 'model.write',
    summary: 'Dismiss a proposal that states no date of a model',
    body: z.strictObject({ reason: z.string().trim().min(1).max(500).optional() }),
    responses: { 200: z.object({ id: z.string(), decision: z.literal('dismissed') }) },
    refuses: [409],
    handle: async ({ ctx, params: { id = '' }, body }) => {
      await dismissProposal(ctx, id, body.reason);
      return ok({ id, decision: 'dismissed' });
    },
  }),
];
