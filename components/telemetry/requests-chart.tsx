import type { Series } from '#components/charts/time/chart-types.ts';
import { count, countShort, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { beforeLine } from './before-line.ts';
import { type ChartFrame, ChartPanel } from './chart-panel.tsx';
import { endLabelOf, type Monitor, rateOf, ratePoints } from './series.ts';
import { countTick } from './tick-format.ts';

const CODE_COLOURS = [
  'var(--fail)',
  'var(--chart-2)',
  'var(--chart-4)',
  'var(--chart-5)',
  'var(--chart-7)',
  'var(--chart-8)',
];

/** Successful requests, and errors by code stacked under them. */
export function RequestsChart({ data, frame }: { data: Monitor; frame: ChartFrame }) {
  const { unitMs, word } = rateOf(data.stepMs);
  const rate = { stepMs: data.stepMs, unitMs, now: frame.now };
  const errors: Series[] = data.requests.byCode.map((code, i) => ({
    key: `code ${code.code}`,
    label: code.code,
    endLabel: endLabelOf(code.code),
    colour: CODE_COLOURS[i] ?? 'var(--chart-8)',
    kind: 'area',
    opacity: 0.4,
    points: ratePoints(data.t, code.values, rate),
  }));
  const ok: Series = {
    key: 'ok',
    label: 'ok',
    colour: 'var(--stable)',
    kind: 'area',
    opacity: 0.28,
    points: ratePoints(data.t, data.requests.ok, rate),
  };
  const { requests: total, errors: failed } = data.totals;
  return (
    <ChartPanel
      id="requests"
      title="Requests and errors"
      qualifier={`${word}, by code`}
      meta={
        <>
          {failed > 0 && (
            <TextLink
              href={frame.requests({ status: 'error' })}
              className="inline-flex min-h-6 items-center text-12 font-normal"
            >
              {plural(failed, 'error')}
            </TextLink>
          )}
          {total < 10_000 ? count(total) : countShort(total)}
        </>
      }
      series={[...errors, ok, ...beforeLine(data.compare && ratePoints(data.t, data.compare.requests, rate))]}
      format={countTick}
      formatValue={(value) => (value < 10 ? countTick(value) : count(value))}
      frame={frame}
      empty={total === 0 ? 'no request in this range' : undefined}
    />
  );
}
