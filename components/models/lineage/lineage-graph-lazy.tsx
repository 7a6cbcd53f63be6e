'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { LineageGraphProps } from './lineage-graph.tsx';

const Loaded = dynamic(() => import('./lineage-graph.tsx').then((module) => module.ProvidedGraph), {
  ssr: false,
  loading: () => <Skeleton className="h-full" />,
});

/** The graph as a chunk of its own, at its final height from the first paint. */
export function LazyLineageGraph(props: LineageGraphProps) {
  return (
    <div className="h-[420px]">
      <Loaded {...props} />
    </div>
  );
}
