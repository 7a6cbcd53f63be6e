import type { ReactNode } from 'react';
import { ChartGroup } from '#components/charts/time/chart-group.tsx';
import { latency } from '#components/ui/format.ts';
import type { ChartFrame } from './chart-panel.tsx';
import { CostChart } from './cost-chart.tsx';
import { PercentilesChart } from './percentiles-chart.tsx';
import { QualityChart } from './quality-chart.tsx';
import { RequestsChart } from './requests-chart.tsx';
import { endLabelOf, type Monitor } from './series.ts';
import { TokensChart } from './tokens-chart.tsx';

/** Room for `600 ms` and `500 k` beside every plot. */
const LEFT = 52;
const LETTER_PX = 6.4;

/** Room for the longest name at the end of a line: one for all, so that the crosshair lines up. */
function roomAtRight(data: Monitor): number {
  const names = ['before', 'cached', ...data.requests.byCode.map((one) => one.code)];
  const models = data.cost.byModel.filter((one) => one.total !== null).map((one) => one.model);
  return 24 + Math.max(...[...names, ...models].map((name) => endLabelOf(name).length)) * LETTER_PX;
}

/** Every chart of the page over one window with one crosshair. */
export function MonitorCharts({ data, frame, below }: { data: Monitor; frame: ChartFrame; below?: ReactNode }) {
  return (
    <ChartGroup left={LEFT} right={roomAtRight(data)}>
      <div className="grid grid-cols-3 gap-4 max-[1380px]:grid-cols-2 phone:grid-cols-1 phone:gap-3">
        <RequestsChart data={data} frame={frame} />
        <PercentilesChart
          id="latency"
          title="Latency"
          meta={`P99 ${latency(data.totals.latency.p99)}`}
          values={data.latency}
          before={data.compare?.latencyP99}
          empty="latency unknown: no event reports it"
          data={data}
          frame={frame}
        />
        <PercentilesChart
          id="ttft"
          title="Time to first token"
          meta={`P95 ${latency(data.totals.ttft.p95)}`}
          values={data.ttft}
          before={data.compare?.ttftP95}
          empty="time to first token unknown: no event reports it"
          data={data}
          frame={frame}
        />
        <TokensChart data={data} frame={frame} />
        <CostChart data={data} frame={frame} />
        <QualityChart data={data} frame={frame} />
        {below}
      </div>
    </ChartGroup>
  );
}
