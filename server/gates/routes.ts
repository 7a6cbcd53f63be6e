import { z } from 'zod';
import { COMPARE_FILTERS, COMPARE_SORTS, readComparison } from '#server/evals/compare/read-comparison.ts';
import { areLarge, hasLargeRuns } from '#server/evals/runs/large-runs.ts';
import { compareItemWire, runWire } from '#server/evals/wire.ts';
import { exportLineageResponse } from '#server/models/lineage/contract.ts';
import { etagOf, revisionOf } from '#server/platform/http/if-match.ts';
import { LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { pageQuery } from '#server/platform/http/paging.ts';
import { edgeRoute, ok } from '#server/platform/http/route.ts';
import { isUuid } from '#server/platform/ids.ts';
import { findPrompt } from '#server/prompts/find-prompt.ts';
import { checkGate } from './check-gate.ts';
import { readCompareSummary } from './compare-summary.ts';
import { checkGateBody, compareResponse, gatePolicyBody, gatePolicyResponse, gateResponse } from './contract.ts';
import { exportLineage } from './export-lineage.ts';
import { policyInput, policyResponse } from './policy-shape.ts';
import { questionOf } from './question.ts';
import { readPolicy } from './read-policy.ts';
import { updatePolicy } from './update-policy.ts';
import { categoryWire, gateWire, overallWire, reasonsWire } from './wire.ts';

/** Gates over HTTP. */
export const gateRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/prompts/{name}/gate',
    action: 'gate.read',
    summary: 'Read the gate policy of a prompt',
    responses: { 200: gatePolicyResponse },
    handle: async ({ ctx, params }) => {
      const prompt = await findPrompt(ctx, params.name ?? '');
      const policy = await readPolicy(ctx, prompt.id);
      return ok(policyResponse(policy), etagOf(policy.revision));
    },
  }),
  edgeRoute({
    method: 'PUT',
    path: '/api/v1/prompts/{name}/gate',
    action: 'gate.policy',
    summary: 'Set the gate policy of a prompt; what is left out stays. Needs the revision, in If-Match or in the body',
    body: gatePolicyBody,
    ifMatch: 'or in the body',
    responses: { 200: gatePolicyResponse },
    handle: async ({ ctx, params, body, header }) => {
      const revision = revisionOf(header('if-match'), body.revision);
      const policy = await updatePolicy(ctx, policyInput(params.name ?? '', revision, body));
      return ok(policyResponse(policy), etagOf(policy.revision));
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/gates/check',
    action: 'gate.check',
    summary: 'Decide whether a version may serve an environment, from the runs there are',
    body: checkGateBody,
    limitMs: LONG_MS_MAX,
    refuses: [404],
    responses: { 200: gateResponse },
    isHeavy: ({ ctx, body }) => hasLargeRuns(ctx, body.prompt),
    handle: async ({ ctx, body }) => ok(gateWire(await checkGate(ctx, await questionOf(ctx, body)))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/eval-runs/{id}/compare/{baseline_id}',
    action: 'eval.read',
    summary: 'Compare a run with its baseline: by category with the gate’s verdict, and item by item',
    query: pageQuery.extend({
      filter: z.enum(COMPARE_FILTERS).optional(),
      sort: z.enum(COMPARE_SORTS).optional(),
      category: z.string().max(200).optional(),
      text: z.string().max(200).optional(),
    }),
    refuses: [409],
    responses: { 200: compareResponse },
    isHeavy: async ({ ctx, params: { id = '', baseline_id = '' } }) => {
      const ids = [id, baseline_id].filter(isUuid);
      return ids.length === 2 && (await areLarge(ctx, ids));
    },
    handle: async ({ ctx, params, query }) => {
      const { run, baseline, decision } = await readCompareSummary(ctx, {
        runId: params.id ?? '',
        baselineId: params.baseline_id ?? '',
      });
      const page = await readComparison(ctx, { run, baseline }, query);
      return ok({
        run: runWire(run),
        baseline: runWire(baseline),
        verdict: decision.verdict,
        ...reasonsWire(decision.reasons),
        overall: overallWire(decision),
        categories: decision.categories.map(categoryWire),
        counts: page.counts,
        items: page.data.map(compareItemWire),
        next_cursor: page.nextCursor,
      });
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/models/lineage/export',
    action: 'model.read',
    summary: 'The lineage of the project as OpenLineage run events, with the verdicts of gates as tests',
    responses: { 200: exportLineageResponse },
    handle: async ({ ctx }) => ok({ events: await exportLineage(ctx) }),
  }),
];
