import type { z } from 'zod';
import type { LackingCount } from '#server/telemetry/reprice/domain/breakdown.ts';
import type { ShownFigures } from '#server/telemetry/reprice/domain/figures.ts';
import type { RepriceDetail, RepriceState } from '#server/telemetry/reprice/read-reprices.ts';
import type { previewResponse, repriceResponse, repricesResponse } from './contract.ts';
import type { CorrectionPreview } from './preview-correction.ts';

const figuresWire = (sum: ShownFigures) => ({
  events: sum.events,
  changed: sum.changed,
  recorded: sum.recorded,
  became_known: sum.becameKnown,
  became_unknown: sum.becameUnknown,
  before_usd: sum.beforeUsd,
  after_usd: sum.afterUsd,
});

const daysWire = (days: readonly (ShownFigures & { day: string })[]) =>
  days.map(({ day, ...sum }) => ({ day, ...figuresWire(sum) }));

const lackingWire = (lacking: readonly LackingCount[]) =>
  lacking.map(({ cacheTtl, ...one }) => ({ ...one, cache_ttl: cacheTtl }));

/** The changes of a preview, as the edge sends them. */
export const previewWire = (preview: CorrectionPreview): z.input<typeof previewResponse> => ({
  model: preview.model,
  from: new Date(preview.from).toISOString(),
  to: new Date(preview.to).toISOString(),
  rows_digest: preview.rowsDigest,
  total: figuresWire(preview.total),
  stay_unknown: preview.stayUnknown,
  days: daysWire(preview.days),
  prompts: preview.prompts.map(({ prompt, ...sum }) => ({ prompt, ...figuresWire(sum) })),
  budgets: preview.budgets.map(({ id, name, limit, spentBefore, spentAfter, passes, falls, ...sum }) => ({
    id,
    name,
    amount_usd: limit,
    spent_before_usd: spentBefore,
    spent_after_usd: spentAfter,
    passes,
    falls,
    ...figuresWire(sum),
  })),
  lacking: lackingWire(preview.lacking),
});

/** The state of a repricing in a list, as the edge sends it. */
export const stateWire = (state: RepriceState): z.input<typeof repricesResponse>['data'][number] => ({
  id: state.id,
  model: state.model,
  from: state.from.toISOString(),
  to: state.to.toISOString(),
  status: state.status,
  progress: state.progress,
  total: state.total,
  figures: figuresWire(state.figures),
  failure: state.failure,
  reason: state.reason,
  started_by: state.startedBy,
  started_at: state.startedAt.toISOString(),
  finished_at: state.finishedAt?.toISOString() ?? null,
});

/** One repricing, as the edge sends it. */
export const detailWire = (detail: RepriceDetail): z.input<typeof repriceResponse> => ({
  ...stateWire(detail),
  stay_unknown: detail.breakdown?.stayUnknown ?? null,
  days: detail.breakdown && daysWire(detail.breakdown.days),
  lacking: detail.breakdown && lackingWire(detail.breakdown.lacking),
});
