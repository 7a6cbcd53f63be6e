import { z } from 'zod';
import { FILE_ELEMENTS_MAX, LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { edgeRoute, ok } from '#server/platform/http/route.ts';
import {
  importLineageBody,
  importLineageResponse,
  lineageResponse,
  type NodeWire,
  nodeIdSchema,
  walkResponse,
} from './contract.ts';
import type { GraphNode, LineageGraph } from './domain/graph.ts';
import { importLineage } from './import-lineage.ts';
import { readLineage, walkLineage } from './read-lineage.ts';

const IMPORT_BYTES_MAX = 20_000_000;

function nodeWire(node: GraphNode): NodeWire {
  switch (node.kind) {
    case 'training_dataset':
      return { id: node.id, kind: node.kind, dataset: node.dataset, dataset_version: node.version };
    case 'registered_model': {
      const { modelId: model_id, displayName: display_name, relation: base_model_relation, ...same } = node;
      return { ...same, model_id, display_name, base_model_relation };
    }
    case 'prompt_version':
      return node;
    case 'serving_prompt':
      return { ...node, since: node.since.toISOString() };
  }
}

const graphWire = ({ nodes, edges, leftOut }: LineageGraph) => ({
  nodes: nodes.map(nodeWire),
  edges,
  left_out: leftOut,
});

/** Lineage over HTTP (docs/api.md). The route that exports it is in server/gates, because it carries their verdicts. */
export const lineageRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/lineage',
    action: 'model.read',
    summary: 'The lineage of the project: training datasets, bases, what was made of them, and what serves it',
    responses: { 200: lineageResponse },
    handle: async ({ ctx }) => ok(graphWire(await readLineage(ctx))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/{provider}/{id}/lineage',
    action: 'model.read',
    summary: 'The lineage around one model',
    responses: { 200: lineageResponse },
    handle: async ({ ctx, params }) =>
      ok(graphWire(await readLineage(ctx, { provider: params.provider ?? '', modelId: params.id ?? '' }))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/lineage/walk',
    action: 'model.read',
    summary: 'All that a node has touched, down to what serves',
    query: z.strictObject({ from: nodeIdSchema }),
    refuses: [404],
    responses: { 200: walkResponse },
    handle: async ({ ctx, query }) => {
      const { touched, serving } = await walkLineage(ctx, query.from);
      const wire = ({ node, from }: { node: { id: string; kind: GraphNode['kind'] }; from: string }) => ({
        id: node.id,
        kind: node.kind,
        from,
      });
      return ok({ touched: touched.map(wire), serving: serving.map((each) => ({ ...wire(each), path: each.path })) });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/models/lineage/import',
    action: 'model.write',
    summary: 'Register how models were made, from OpenLineage run events; all or nothing',
    creates: true,
    body: importLineageBody,
    maxBytes: IMPORT_BYTES_MAX,
    limitMs: LONG_MS_MAX,
    elementsMax: FILE_ELEMENTS_MAX,
    responses: { 200: importLineageResponse },
    handle: async ({ ctx, body }) => {
      const { passedOver, ...counts } = await importLineage(ctx, body.events);
      return ok({ ...counts, passed_over: passedOver });
    },
  }),
];
