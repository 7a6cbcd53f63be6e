import { z } from 'zod';
import { notFound } from '#server/platform/faults.ts';
import { LONG_MS_MAX } from '#server/platform/http/limits.ts';
import { type AnyEdgeRoute, edgeRoute, ok } from '#server/platform/http/route.ts';
import type { ShownFigures } from './domain/figures.ts';
import { previewReprice, type RepricePreview } from './preview-reprice.ts';
import { type RepriceState, readReprices } from './read-reprices.ts';
import { previewResponse, repriceBody, repriceResponse } from './reprice-shapes.ts';
import { startReprice } from './start-reprice.ts';

const figuresWire = (sum: ShownFigures) => ({
  events: sum.events,
  changed: sum.changed,
  recorded: sum.recorded,
  became_known: sum.becameKnown,
  became_unknown: sum.becameUnknown,
  before_usd: sum.beforeUsd,
  after_usd: sum.afterUsd,
});

const previewWire = ({ from, to, total, days, prompts, ...rest }: RepricePreview) => ({
  ...rest,
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  total: figuresWire(total),
  days: days.map(({ day, ...sum }) => ({ day, ...figuresWire(sum) })),
  prompts: prompts.map(({ prompt, ...sum }) => ({ prompt, ...figuresWire(sum) })),
});

const stateWire = (state: RepriceState) => ({
  id: state.id,
  model: state.model,
  from: state.from.toISOString(),
  to: state.to.toISOString(),
  status: state.status,
  progress: state.progress,
  total: state.total,
  figures: figuresWire(state.figures),
  failure: state.failure,
  started_by: state.startedBy,
  started_at: state.startedAt.toISOString(),
  finished_at: state.finishedAt?.toISOString() ?? null,
});

const msOf = (text: string | null | undefined): number | undefined => (text == null ? undefined : Date.parse(text));

export const repriceRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'POST',
    path: '/api/v1/cost/reprice',
    action: 'cost.reprice',
    summary: 'Price the events of a model again by its rows; with dry_run only say what would change',
    body: repriceBody,
    creates: true,
    limitMs: LONG_MS_MAX,
    responses: { 200: previewResponse, 202: z.object({ id: z.uuid() }) },
    handle: async ({ ctx, body: { dry_run: dryRun, model, prices, ...range } }) => {
      const plan = { model, from: msOf(range.from), to: msOf(range.to), prices: prices ?? undefined };
      if (dryRun) return ok(previewWire(await previewReprice(ctx, plan)));
      return { status: 202, body: await startReprice(ctx, plan) };
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/cost/reprice/{id}',
    action: 'event.read',
    summary: 'How far pricing events again is, and what it changed so far',
    responses: { 200: repriceResponse },
    handle: async ({ ctx, params }) => {
      const id = z.uuid().safeParse(params.id);
      const [state] = id.success ? await readReprices(ctx, { id: id.data }) : [];
      if (!state) throw notFound();
      return ok(stateWire(state));
    },
  }),
];
