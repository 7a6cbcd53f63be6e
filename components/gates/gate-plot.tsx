import type { ReactNode } from 'react';
import { IntervalPlot, type IntervalRow } from '#components/charts/intervals/interval-plot.tsx';
import type { CategoryRow } from '#server/gates/domain/category-row.ts';
import type { DatasetDecision, OverallRow } from '#server/gates/domain/decide-dataset.ts';
import { figuresOf, marginOf, proofOf, worstFirst } from './gate-rows.ts';
import { ScoresAlone } from './scores-alone.tsx';

/**
 * One golden set, category by category: what the baseline and the candidate score, the difference with its interval
 * against the margin, and the verdict. Without a baseline (a first release), only the scores.
 */
export function GatePlot({
  decision,
  nameNode,
}: {
  decision: Pick<DatasetDecision, 'dataset' | 'categories' | 'overall' | 'note'>;
  /** Makes the name of a category a link to its rows. */
  nameNode?: (category: string) => ReactNode;
}) {
  if (decision.note === 'no_baseline') return <ScoresAlone decision={decision} />;
  const rows = worstFirst(decision.categories).map((row) => plotRow(row, nameNode?.(row.name)));
  if (decision.overall) rows.push(overallRow(decision.overall));
  return (
    <IntervalPlot
      label={`Gate on ${decision.dataset} by category: baseline and candidate, difference with its 95 % interval against the margin, verdict`}
      rows={rows}
    />
  );
}

function plotRow(row: CategoryRow, nameNode: ReactNode): IntervalRow {
  const { before, after, ...figures } = figuresOf(row);
  return {
    key: row.name,
    name: row.name,
    nameNode,
    ...figures,
    pair: <Pair before={before} after={after} />,
    margin: marginOf(row),
    verdict: row.verdict,
    proof: proofOf(row),
  };
}

function overallRow(overall: OverallRow): IntervalRow {
  const { before, after, ...figures } = figuresOf(overall);
  return {
    // No category has this key, because names are not empty.
    key: '',
    name: 'Overall',
    ...figures,
    pair: <Pair before={before} after={after} />,
    verdict: 'none',
    overall: true,
  };
}

function Pair({ before, after }: { before: string; after: string }) {
  return (
    <>
      {before} → <b>{after}</b>
    </>
  );
}
