import type { ShownFigures } from '#server/telemetry/reprice/domain/figures.ts';
import type { RepricePreview } from '#server/telemetry/reprice/preview-reprice.ts';
import type { RepriceState } from '#server/telemetry/reprice/read-reprices.ts';

const figuresWire = (sum: ShownFigures) => ({
  events: sum.events,
  changed: sum.changed,
  recorded: sum.recorded,
  became_known: sum.becameKnown,
  became_unknown: sum.becameUnknown,
  before_usd: sum.beforeUsd,
  after_usd: sum.afterUsd,
});

/** The changes of a preview, as the edge sends them. */
export const previewWire = ({ from, to, total, days, prompts, ...rest }: RepricePreview) => ({
  ...rest,
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  total: figuresWire(total),
  days: days.map(({ day, ...sum }) => ({ day, ...figuresWire(sum) })),
  prompts: prompts.map(({ prompt, ...sum }) => ({ prompt, ...figuresWire(sum) })),
});

/** The state of a repricing, as the edge sends it. */
export const stateWire = (state: RepriceState) => ({
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
