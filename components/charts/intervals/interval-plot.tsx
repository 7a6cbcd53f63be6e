import type { ReactNode } from 'react';
import type { Scale } from '#components/charts/scale.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { IntervalAxis } from './interval-axis.tsx';
import { IntervalMark, type IntervalVerdict } from './interval-mark.tsx';
import { type Interval, intervalScale } from './interval-scale.ts';

export type IntervalRow = Interval & {
  key: string;
  name: string;
  /** Returns the name as a node, such as a link to the rows behind it. */
  nameNode?: ReactNode;
  /** Shown under the name: `n 180`. */
  sub?: ReactNode;
  /** `84.1 → <b>88.6 %</b>`, and under it `6 worse, 21 better`. */
  pair?: ReactNode;
  pairSub?: ReactNode;
  verdict: IntervalVerdict;
  /** Replaces the usual verdict badge. */
  verdictNode?: ReactNode;
  /** A short qualifier under the verdict: `proven`, `may hide −2.7`, `+120 items`. */
  proof?: ReactNode;
  /** The row of the whole set: tinted, without a margin, labelled "shown only, never outvotes". */
  overall?: boolean;
};

type Props = {
  /** Read aloud by screen readers as the caption. */
  label: string;
  rows: IntervalRow[];
  /**
   * Formats the difference, the ends of the interval and the ticks, with a sign. The default takes points with one
   * decimal.
   */
  format?: (value: number) => string;
  columns?: { name: string; pair: string; difference: string; verdict: string };
  /** Rows of 44 px, for pages whose main content is something else. */
  dense?: boolean;
};

const COLUMNS = {
  name: 'Category',
  pair: 'Baseline → candidate',
  difference: 'Difference in points, 95 % interval',
  verdict: 'Verdict',
};

const signed = (value: number): string => {
  const text = Math.abs(value).toFixed(1);
  return Number(text) === 0 ? text : `${value > 0 ? '+' : '−'}${text}`;
};

const onTick = (tick: number): string => (tick > 0 ? `+${tick}` : tick < 0 ? `−${-tick}` : '0');

/** The gate: one row per category on one shared scale; the worst row decides. */
export function IntervalPlot({ label, rows, format = signed, columns = COLUMNS, dense = false }: Props) {
  const scale = intervalScale(rows);
  const th = 'h-7.5 border-b px-2 text-left text-12 font-medium whitespace-nowrap text-muted-foreground';
  return (
    // The layout depends on the width of the container, not of the screen: the plot appears in columns of many widths.
    <div className="@container">
      <table
        data-slot="interval-plot"
        className="w-full table-fixed border-collapse @max-[560px]:block [&_tbody>tr:nth-last-child(2)>td]:border-b-0"
      >
        <caption className="sr-only">{label}</caption>
        <colgroup>
          <col className="w-[98px]" />
          <col className="w-[134px]" />
          <col />
          <col className="w-[96px]" />
          <col className="w-[112px]" />
        </colgroup>
        <thead className="@max-[560px]:sr-only">
          <tr>
            <th scope="col" className={cn(th, 'pl-3')}>
              {columns.name}
            </th>
            <th scope="col" className={th}>
              {columns.pair}
            </th>
            <th scope="col" colSpan={2} className={cn(th, 'pl-2.5')}>
              <span className="flex items-center justify-between gap-2">
                <span className="truncate">{columns.difference}</span>
                <span className="flex items-center gap-[5px] font-normal">
                  <span aria-hidden="true" className="h-3 border-l-[1.5px] border-dashed border-fail" />
                  margin
                </span>
              </span>
            </th>
            <th scope="col" className={cn(th, 'pr-3')}>
              {columns.verdict}
            </th>
          </tr>
        </thead>
        <tbody className="@max-[560px]:block">
          {rows.map((row) => (
            <PlotRow key={row.key} row={row} scale={scale} format={format} dense={dense} />
          ))}
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of an axis takes no focus */}
          <tr aria-hidden="true" className="@max-[560px]:block @max-[560px]:px-3 @max-[560px]:pb-1">
            <td className="p-0 @max-[560px]:hidden" />
            <td className="p-0 @max-[560px]:hidden" />
            <td className="p-0 @max-[560px]:block">
              <IntervalAxis scale={scale} format={onTick} />
            </td>
            <td className="p-0 @max-[560px]:hidden" />
            <td className="p-0 @max-[560px]:hidden" />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function PlotRow({
  row,
  scale,
  format,
  dense,
}: {
  row: IntervalRow;
  scale: Scale;
  format: (value: number) => string;
  dense: boolean;
}) {
  const words = describe(row, format);
  const td = cn(
    'border-b px-2 align-middle @max-[560px]:h-auto @max-[560px]:border-0 @max-[560px]:p-0',
    dense ? 'h-11' : 'h-[52px]',
    row.overall && 'bg-muted/55 @max-[560px]:bg-transparent',
  );
  const sub = 'block text-11 leading-[14px] text-muted-foreground';
  return (
    <tr
      className={cn(
        '@max-[560px]:grid @max-[560px]:grid-cols-[minmax(0,1fr)_auto] @max-[560px]:gap-x-2.5 @max-[560px]:gap-y-1 @max-[560px]:border-b @max-[560px]:px-3 @max-[560px]:pt-2.5',
        row.overall && '@max-[560px]:bg-muted/55',
      )}
    >
      <td className={cn(td, 'pl-3 @max-[560px]:text-14')}>
        <span className="line-clamp-2 leading-[18px] font-strong [overflow-wrap:anywhere]" title={row.name}>
          {row.nameNode ?? row.name}
        </span>
        {row.sub && <span className={sub}>{row.sub}</span>}
      </td>
      <td className={cn(td, '@max-[560px]:col-start-1 @max-[560px]:row-start-2')}>
        <span className="whitespace-nowrap [&_b]:font-strong">{row.pair}</span>
        {row.pairSub && <span className={sub}>{row.pairSub}</span>}
      </td>
      <td className={cn(td, 'p-0 @max-[560px]:col-span-full @max-[560px]:row-start-3')}>
        <IntervalMark
          scale={scale}
          interval={row}
          verdict={row.verdict}
          label={words}
          className={cn(dense ? 'h-[43px]' : 'h-[51px]', '@max-[560px]:h-[38px]')}
        />
      </td>
      <td className={cn(td, 'text-right whitespace-nowrap @max-[560px]:col-start-2 @max-[560px]:row-start-2')}>
        <span className={cn('block leading-[18px] font-semibold', row.verdict === 'fail' && 'text-fail')}>
          {row.value === null ? '–' : format(row.value)}
        </span>
        {row.low !== null && row.high !== null && (
          <span className={sub}>
            {format(row.low)} to {format(row.high)}
          </span>
        )}
      </td>
      <td className={cn(td, 'pr-3 @max-[560px]:col-start-2 @max-[560px]:row-start-1 @max-[560px]:text-right')}>
        <Verdict row={row} />
        {(row.proof ?? row.overall) && <span className={sub}>{row.proof ?? 'never outvotes'}</span>}
      </td>
    </tr>
  );
}

function Verdict({ row }: { row: IntervalRow }) {
  if (row.verdictNode) return row.verdictNode;
  if (row.verdict === 'none') return <span className="text-12 text-muted-foreground">shown only</span>;
  return <StatusBadge state={row.verdict} />;
}

/** The content of the drawing in words, for screen readers. */
function describe(row: IntervalRow, format: (value: number) => string): string {
  if (row.value === null) return `${row.name}: not measured`;
  const ends = row.low !== null && row.high !== null ? `, interval ${format(row.low)} to ${format(row.high)}` : '';
  const margin = typeof row.margin === 'number' ? `, margin ${format(row.margin)}` : '';
  return `${row.name}: difference ${format(row.value)}${ends}${margin}`;
}
