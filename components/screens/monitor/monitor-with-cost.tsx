'use client';

import { MonitorPage } from '#components/telemetry/monitor-page.tsx';
import { OutcomeCostChart } from './outcome-cost-chart.tsx';

/** The monitor with what an outcome costs under its charts, which is of the feature `cost`. */
export function MonitorWithCost({ project }: { project: string }) {
  return <MonitorPage project={project} below={(frame) => <OutcomeCostChart project={project} frame={frame} />} />;
}
