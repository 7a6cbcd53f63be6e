'use client';

import { IntervalAxis } from '#components/charts/intervals/interval-axis.tsx';
import { type Interval, intervalScale } from '#components/charts/intervals/interval-scale.ts';
import { figuresOf, marginOf, worstFirst } from '#components/gates/gate-rows.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import type { CategoryRow } from '#server/gates/domain/category-row.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import { NextStep } from './next-step.tsx';
import { CategoryCells, type Drawn, FigureCell, VerdictCell } from './option-cells.tsx';
import { costFigure, latencyFigure, type OptionRow, type PlaceRow, type RehearsalData } from './rehearsal-words.ts';

/** An option whose details are open. */
export type Picked = { deploymentId: string; replacement: string };

const signed = (tick: number): string => (tick > 0 ? `+${tick}` : tick < 0 ? `−${-tick}` : '0');

/** The category that decides an option: the worst of all its golden sets; null where nothing was compared. */
const worstOf = ({ decision }: OptionRow): CategoryRow | null =>
  worstFirst(decision.datasets.flatMap(({ categories }) => categories))[0] ?? null;

const drawnOf = (worst: CategoryRow): Drawn => {
  const { before: _before, after: _after, ...figures } = figuresOf(worst);
  return { ...figures, margin: marginOf(worst) };
};

/** A row for each place and replacement: the worst category against its margin, the verdict, cost, P99 and the next step. */
export function ReadinessTable({ rehearsal, onPick }: { rehearsal: RehearsalData; onPick: (picked: Picked) => void }) {
  const worst = rehearsal.places.flatMap(({ options }) => options.flatMap((option) => worstOf(option) ?? []));
  const drawn: Interval[] = worst.map(drawnOf);
  const scale = intervalScale(drawn);
  const { from, to: until } = rehearsal.window;
  const cost = `Cost, ${plural(Math.ceil((until.getTime() - from.getTime()) / DAY_MS), 'day')}`;
  return (
    <Table label="Readiness by prompt and replacement" stack>
      <THead>
        <Tr>
          <Th>Prompt</Th>
          <Th>Replacement</Th>
          <Th className="w-[22%] min-w-40 px-0 pl-2.5">
            <span className="flex items-center justify-between gap-2 pr-2">
              Worst category, points
              <span className="flex items-center gap-[5px] font-normal">
                <span aria-hidden="true" className="h-3 border-l-[1.5px] border-dashed border-fail" />
                margin
              </span>
            </span>
          </Th>
          <Th num>95 % interval</Th>
          <Th>Verdict</Th>
          <Th num>{cost}</Th>
          <Th num>P99</Th>
          <Th>Next</Th>
        </Tr>
      </THead>
      <TBody>
        {rehearsal.places.flatMap((row) =>
          row.options.length === 0
            ? [<BareRow key={row.place.deploymentId} row={row} />]
            : row.options.map((option, at) => {
                const own = worstOf(option);
                return (
                  <Tr key={`${row.place.deploymentId} ${option.replacement.name}`} tall>
                    <PlaceCell row={row} isFirst={at === 0} />
                    <ReplacementCell option={option} worst={own} />
                    <CategoryCells worst={own} drawn={own && drawnOf(own)} scale={scale} />
                    <VerdictCell
                      option={option}
                      worst={own}
                      onOpen={() =>
                        onPick({ deploymentId: row.place.deploymentId, replacement: option.replacement.name })
                      }
                    />
                    <FigureCell label={cost} figure={costFigure(option)} />
                    <FigureCell label="P99" figure={latencyFigure(option)} />
                    <Td label="Next">
                      <NextStep row={row} option={option} />
                    </Td>
                  </Tr>
                );
              }),
        )}
        {worst.length > 0 && (
          // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of an axis takes no focus
          <tr aria-hidden="true" className="phone:hidden">
            <td colSpan={2} />
            <td className="p-0">
              <IntervalAxis scale={scale} format={signed} />
            </td>
            <td colSpan={5} />
          </tr>
        )}
      </TBody>
    </Table>
  );
}

/** A place while no replacement can be compared. */
function BareRow({ row }: { row: PlaceRow }) {
  return (
    <Tr tall>
      <PlaceCell row={row} isFirst />
      <Td label="Replacement" colSpan={7} className="text-muted-foreground">
        none that can be compared
      </Td>
    </Tr>
  );
}

function PlaceCell({ row: { place, options }, isFirst }: { row: PlaceRow; isFirst: boolean }) {
  const { project } = useProject();
  const requests = options[0]?.cost.requests ?? 0;
  const named = place.namedAs === 'id' ? '' : `, ${place.namedAs} ${modelText(place)}`;
  if (!isFirst) {
    return (
      <Td className="phone:hidden!">
        <span className="sr-only">
          {place.prompt}, {place.environment}
        </span>
      </Td>
    );
  }
  return (
    <Td
      head
      className="min-w-36 py-1.5 [overflow-wrap:anywhere]"
      sub={`${place.environment}, version ${place.version}${named}; ${requests === 0 ? 'no traffic' : plural(requests, 'request')}`}
    >
      <TextLink
        href={to.prompt(project.name, place.prompt)}
        className="font-mono text-12"
        data-row={place.deploymentId}
      >
        {place.prompt}
      </TextLink>
    </Td>
  );
}

function ReplacementCell({ option, worst }: { option: OptionRow; worst: CategoryRow | null }) {
  const categories = option.decision.datasets.reduce((sum, { categories: own }) => sum + own.length, 0);
  const of = worst === null ? '' : `, worst of ${categories}: ${worst.name}`;
  return (
    <Td label="Replacement" className="min-w-44 py-1.5 [overflow-wrap:anywhere]" sub={`version ${option.version}${of}`}>
      <span className="font-mono text-12">{option.replacement.name}</span>
    </Td>
  );
}
