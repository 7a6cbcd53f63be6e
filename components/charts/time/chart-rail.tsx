'use client';

import { PlainLink } from '#components/ui/link.tsx';
import { ChartCluster } from './chart-cluster.tsx';
import { type Plot, xOf } from './chart-layout.ts';
import type { Mark } from './chart-types.ts';
import { MarkGlyph } from './mark-glyph.tsx';
import { markName } from './mark-name.ts';
import { cluster } from './push-apart.ts';
import { momentLabel } from './time-ticks.ts';

/** Marks closer than this (px) are one target: 24 px is the minimum target size of WCAG 2.2. */
const TARGET = 24;
/** The most names that fit over a chart. */
const NAMED_MAX = 6;

/** The rail of changes. A mark shows its name on hover and focus; a click opens it, or the list of a cluster. */
export function ChartRail({ plot, y, marks }: { plot: Plot; y: number; marks: readonly Mark[] }) {
  const inside = marks.filter((mark) => mark.t >= plot.from && mark.t <= plot.to).toSorted((a, b) => a.t - b.t);
  return cluster(inside, (mark) => xOf(plot, mark.t), TARGET).map((group) => (
    <Target key={`${group[0]?.t}-${group[0]?.title}`} group={group} plot={plot} y={y} />
  ));
}

/** Glyphs closer than this (px) cover each other. */
const GLYPH = 7;

/** Glyphs that would overlap become one glyph with a count: a roll-back or an incident before any other kind. */
function heaps(group: readonly Mark[], plot: Plot): { mark: Mark; n: number }[] {
  return cluster(group, (mark) => xOf(plot, mark.t), GLYPH).flatMap((heap) =>
    heap[0]
      ? [
          {
            mark: heap.find((mark) => mark.kind === 'roll-back' || mark.kind === 'incident') ?? heap[0],
            n: heap.length,
          },
        ]
      : [],
  );
}

function Target({ group, plot, y }: { group: Mark[]; plot: Plot; y: number }) {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return null;
  const [x0, x1] = [xOf(plot, first.t), xOf(plot, last.t)];
  const left = (x0 + x1) / 2 - (x1 - x0 + TARGET) / 2;
  const width = x1 - x0 + TARGET;
  const box = { left, top: y - TARGET / 2, width, height: TARGET };
  const atRight = (x0 + x1) / 2 > plot.left + plot.width / 2;
  const glyphs = (
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full overflow-visible">
      {heaps(group, plot).map(({ mark, n }) => (
        <g key={`${mark.t}${mark.title}`} transform={`translate(${xOf(plot, mark.t) - left} ${TARGET / 2})`}>
          <MarkGlyph kind={mark.kind} />
          {n > 1 && (
            <text x={atRight ? -7 : 7} y="4" textAnchor={atRight ? 'end' : 'start'} className="fill-axis text-11">
              {n}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
  const tip = (
    <span
      aria-hidden="true"
      className={`pointer-events-none absolute hidden w-max max-w-64 bottom-full z-10 mb-1 rounded-md border border-border-strong bg-popover px-2 py-1.5 text-left text-12 leading-[18px] text-popover-foreground shadow-overlay group-hover/mark:block group-focus-visible/mark:block ${atRight ? 'right-0' : 'left-0'}`}
    >
      {group.slice(0, NAMED_MAX).map((mark) => (
        <span key={`${mark.t}${mark.title}`} className="block">
          <span className="text-muted-foreground">{momentLabel(mark.t)}</span> {mark.title}
        </span>
      ))}
      {group.length > NAMED_MAX && <span className="block">and {group.length - NAMED_MAX} more</span>}
    </span>
  );
  const look = 'group/mark absolute block cursor-pointer rounded-sm';
  if (group.length === 1 && first.href) {
    return (
      <PlainLink href={first.href} aria-label={markName(first)} className={look} style={box}>
        {glyphs}
        {tip}
      </PlainLink>
    );
  }
  if (group.length === 1) {
    return (
      <span role="img" aria-label={markName(first)} className={`${look} cursor-default`} style={box}>
        {glyphs}
        {tip}
      </span>
    );
  }
  return (
    <ChartCluster marks={group} box={box} atRight={atRight} className={look} tip={tip}>
      {glyphs}
    </ChartCluster>
  );
}
