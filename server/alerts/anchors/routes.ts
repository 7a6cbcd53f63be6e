import { z } from 'zod';
import { pageQuery } from '#server/platform/http/paging.ts';
import { type AnyEdgeRoute, created, edgeRoute, ok } from '#server/platform/http/route.ts';
import {
  anchorResponse,
  anchorScoreBody,
  anchorScoredResponse,
  anchorsCreatedResponse,
  createAnchorsBody,
  nextAnchorsQuery,
  nextAnchorsResponse,
} from './contract.ts';
import { type AnchorRow, readAnchors } from './read-anchors.ts';
import { readNextAnchors, scoreAnchor } from './score-anchors.ts';
import { createAnchors, retireAnchor } from './write-anchors.ts';

const anchorWire = (row: AnchorRow): z.input<typeof anchorResponse> => ({
  ...{ id: row.id, prompt: row.prompt, input: row.input, output: row.output, human: row.human, event_id: row.eventId },
  ...{
    scores_last_week: row.scoresLastWeek,
    last_score: row.lastScore,
    last_scored_at: row.lastScoredAt?.toISOString() ?? null,
  },
  created_at: row.createdAt.toISOString(),
});

/** Anchors over HTTP (docs/alerts.md): items that people scored, which the judge scores again and again. */
export const anchorRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/anchors',
    action: 'anchor.read',
    summary: 'List the anchors with what people gave and what the judge gave last, the newest first',
    query: pageQuery,
    responses: { 200: z.object({ data: z.array(anchorResponse), next_cursor: z.string().nullable() }) },
    handle: async ({ ctx, query }) => {
      const page = await readAnchors(ctx, query);
      return ok({ ...page, data: page.data.map(anchorWire) });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/anchors',
    action: 'anchor.write',
    summary: 'Mark items that people scored as anchors: those sent, or the newest requests with feedback of people',
    creates: true,
    addsEachTime: true,
    body: createAnchorsBody,
    maxBytes: 8_000_000,
    responses: { 201: anchorsCreatedResponse },
    handle: async ({ ctx, body }) => created(await createAnchors(ctx, body)),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/anchors/next',
    action: 'anchor.score',
    summary: 'Anchors that the judge is to score next, without what people gave; those scored the longest ago first',
    query: nextAnchorsQuery,
    responses: { 200: nextAnchorsResponse },
    handle: async ({ ctx, query }) => ok({ data: await readNextAnchors(ctx, query) }),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/anchors/{id}/scores',
    action: 'anchor.score',
    summary: 'Record what the judge gave an anchor now',
    creates: true,
    addsEachTime: true,
    body: anchorScoreBody,
    responses: { 201: anchorScoredResponse },
    handle: async ({ ctx, params, body }) => {
      const { anchorId, at } = await scoreAnchor(ctx, params.id ?? '', body);
      return created({ anchor_id: anchorId, at: at.toISOString() });
    },
  }),
  edgeRoute({
    method: 'DELETE',
    path: '/api/v1/anchors/{id}',
    action: 'anchor.write',
    summary: 'Take an anchor out; its scores stay',
    responses: { 200: z.object({ id: z.uuid() }) },
    handle: async ({ ctx, params }) => ok(await retireAnchor(ctx, params.id ?? '')),
  }),
];
