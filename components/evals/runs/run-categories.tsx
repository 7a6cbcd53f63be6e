import { IntervalBar } from '#components/charts/intervals/interval-bar.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, percent, range } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import type { Run } from './run-words.ts';

const SCALE = { low: 0, high: 1, ticks: [] };

/** Score by category with its interval on one scale from 0 to 100 %. */
export function RunCategories({ run }: { run: Run }) {
  return (
    <Panel>
      <PanelHeader title="Score by category" />
      <Table label="Score by category" stack>
        <THead>
          <Tr>
            <Th>Category</Th>
            <Th num>Items</Th>
            <Th num>Score</Th>
            <Th num>95 % interval</Th>
            <Th className="w-1/2 phone:hidden">0 to 100 %</Th>
          </Tr>
        </THead>
        <TBody>
          {run.categories.map(({ name, n, score, ci95 }) => (
            <Tr key={name}>
              <Td head className="font-strong [overflow-wrap:anywhere]">
                {name}
              </Td>
              <Td num label="Items">
                {count(n)}
              </Td>
              <Td num label="Score" className="font-strong">
                {percent(score)}
              </Td>
              <Td num label="95 % interval">
                {range(ci95?.[0], ci95?.[1], percent)}
              </Td>
              <Td className="phone:hidden">
                {score !== null && (
                  <IntervalBar
                    scale={SCALE}
                    value={score}
                    low={ci95?.[0] ?? score}
                    high={ci95?.[1] ?? score}
                    emphasised
                    label={`${name}: ${percent(score)}`}
                  />
                )}
              </Td>
            </Tr>
          ))}
        </TBody>
      </Table>
      <PanelFoot>Wilson where every score is 0 or 1, else t. Unresolved items are left out and counted.</PanelFoot>
    </Panel>
  );
}
