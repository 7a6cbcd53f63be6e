'use client';

import type { ComponentProps } from 'react';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { FramedChart } from '../chart-panel.tsx';

/** One measure by version over time, or the words for why it is empty; `empty` is said where no version has a value. */
export function VersionChart({ empty, ...chart }: ComponentProps<typeof FramedChart> & { empty: string }) {
  const isDrawn = chart.series.some((one) => one.kind === 'line' && one.points.some(([, value]) => value !== null));
  return (
    <Panel>
      <PanelHeader title={chart.title} qualifier={chart.qualifier} />
      <PanelBody>
        <FramedChart {...chart} empty={isDrawn ? undefined : empty} />
      </PanelBody>
    </Panel>
  );
}
