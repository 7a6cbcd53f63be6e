'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { TimeChartProps } from './time-chart.tsx';

const Loaded = dynamic(() => import('./time-chart.tsx').then((module) => module.TimeChart), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

/** The time chart as a chunk of its own, at its final height from the first paint. */
export function LazyTimeChart(props: TimeChartProps) {
  return (
    <div style={{ height: props.height ?? 196 }}>
      <Loaded {...props} />
    </div>
  );
}
