'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { TileStrip } from '#components/ui/data/tile-strip.tsx';
import { count, latency, money, percent } from '#components/ui/format.ts';

/** Seven days of a model over all environments; each figure leads to its chart. Unknown is a dash. */
export function ModelMetrics({
  model,
  figures,
}: {
  /** `provider/id` */
  model: string;
  figures: Outputs['telemetry']['modelStats'][number] | undefined;
}) {
  const { project } = useProject();
  const week = { model, range: '7d' };
  const monitor = to.monitor(project.name, week);
  const costs =
    figures && figures.costKnown < figures.requests ? `of ${count(figures.costKnown)} with a known cost` : '';
  return (
    <TileStrip
      label="Seven days of this model"
      tiles={[
        { label: 'Requests, 7 days', value: count(figures?.requests ?? 0), href: monitor },
        {
          label: 'Error rate',
          value: percent(figures?.errorRate),
          href: to.requests(project.name, { ...week, status: 'error' }),
        },
        { label: 'P99 latency', value: latency(figures?.latencyP99), href: monitor },
        { label: 'Spend, 7 days', value: money(figures?.cost), quiet: costs, href: monitor },
      ]}
    />
  );
}
