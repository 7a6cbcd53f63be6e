'use client';

import { beforeOf, type PromotionDetail } from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { count } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { WorstItem } from './worst-item.tsx';

/** The items that lost most, with both answers side by side; Compare lists all of them. */
export function WorstItems({ detail }: { detail: PromotionDetail }) {
  const { project } = useProject();
  return detail.worst.map((worst) => (
    <Panel key={worst.dataset}>
      <PanelHeader
        title={detail.worst.length > 1 ? `Worst regressions on ${worst.dataset}` : 'Worst regressions'}
        meta={
          <TextLink
            href={to.compareRuns(project.name, {
              candidate: worst.run,
              baseline: worst.baselineRun,
              show: 'regressions',
            })}
          >
            All {count(worst.regressions)} in Compare
          </TextLink>
        }
      />
      <div className="grid grid-cols-2 max-[1000px]:grid-cols-1">
        {worst.items.slice(0, 4).map((item) => (
          <WorstItem
            key={item.item}
            item={item}
            versions={[beforeOf(detail)?.version ?? null, detail.version]}
            href={to.compareRuns(project.name, {
              candidate: worst.run,
              baseline: worst.baselineRun,
              item: item.item,
            })}
          />
        ))}
      </div>
    </Panel>
  ));
}
