import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { addCases } from './add-cases.ts';
import {
  casesAddedResponse,
  casesBody,
  casesResponse,
  inputsQuery,
  inputsResponse,
  lessonsResponse,
  replayResponse,
} from './contract.ts';
import { readCases } from './read-cases.ts';
import { readLessons } from './read-lessons.ts';
import { readProposal } from './read-proposal.ts';
import { readReplay } from './read-replay.ts';
import { caseWire, inputsWire, lessonsWire, replayWire } from './wire.ts';

const ONE = '/api/v1/incidents/{id}';

/** What an incident leaves behind, over HTTP (docs/incidents.md). */
export const lessonRoutes = [
  edgeRoute({
    method: 'GET',
    path: `${ONE}/failing-inputs`,
    action: 'incident.read',
    summary: 'The failing inputs of an incident, each once, as cases for a golden set',
    query: inputsQuery,
    responses: { 200: inputsResponse },
    handle: async ({ ctx, params, query }) =>
      ok(inputsWire(await readProposal(ctx, { incident: params.id ?? '', dataset: query.dataset }))),
  }),
  edgeRoute({
    method: 'GET',
    path: `${ONE}/cases`,
    action: 'incident.read',
    summary: 'The cases of an incident in golden sets, at most 1,000',
    responses: { 200: casesResponse },
    handle: async ({ ctx, params }) => {
      const rows = await readCases(ctx, params.id ?? '');
      return ok({ data: rows.map(caseWire), next_cursor: null });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: `${ONE}/cases`,
    action: 'incident.write',
    summary: 'Add failing inputs of an incident to a golden set, as its next version',
    creates: true,
    body: casesBody,
    responses: { 201: casesAddedResponse },
    handle: async ({ ctx, params, body }) => {
      const { version, ...rest } = await addCases(ctx, params.id ?? '', body);
      return created({ ...rest, dataset_version: version });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: `${ONE}/gate-replay`,
    action: 'incident.read',
    summary: 'Whether the gate of the promotion before an incident would have stopped it, with its cases',
    responses: { 200: replayResponse },
    handle: async ({ ctx, params }) => ok(replayWire(await readReplay(ctx, params.id ?? ''))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/promotions/{id}/lessons',
    action: 'promotion.read',
    summary: 'The nearest earlier incidents of a promotion, and whether their cases pass now',
    responses: { 200: lessonsResponse },
    handle: async ({ ctx, params }) => ok(lessonsWire(await readLessons(ctx, params.id ?? ''))),
  }),
];
