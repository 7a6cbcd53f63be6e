'use client';

import { useMemo, useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { plural } from '#components/ui/format.ts';
import { changedLineCount, type DiffLine, diffTexts, markWords, newDiffBudget } from './diff-lines.ts';
import { DiffMarks, type DiffTone } from './diff-marks.tsx';
import { DiffRow, DiffRowsBeside } from './diff-row.tsx';

/** One part of a comparison: a message, the settings, the tools. Null where a side lacks it. */
export type DiffSection = { title: string; before: string | null; after: string | null };

/** Lines shown around a change; longer unchanged runs are folded. */
const CONTEXT = 3;

/** The diff view: by line and word, inline or side by side; long unchanged runs are folded until opened. */
export function DiffView({
  label,
  sections,
  layout = 'inline',
  tone = 'prompt',
  className,
}: {
  /** Read aloud by screen readers: "Diff of version 13 and 14". */
  label: string;
  sections: DiffSection[];
  layout?: 'inline' | 'side-by-side';
  tone?: DiffTone;
  className?: string;
}) {
  const lines = useMemo(() => diffSections(sections), [sections]);
  return (
    <section
      data-slot="diff"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that may scroll must be reachable by keyboard
      tabIndex={0}
      className={cn(
        'overflow-x-auto font-mono text-12 leading-[18px] [font-variant-ligatures:none] focus-visible:-outline-offset-2',
        className,
      )}
    >
      {sections.map((section, i) => (
        <Section key={section.title} section={section} lines={lines[i] ?? []} layout={layout} tone={tone} />
      ))}
    </section>
  );
}

/** The lines of each section; all of them share one budget. */
function diffSections(sections: DiffSection[]): DiffLine[][] {
  const budget = newDiffBudget();
  return sections.map(({ before, after }) => diffTexts(before ?? '', after ?? '', budget));
}

function Section({
  section,
  lines,
  layout,
  tone,
}: {
  section: DiffSection;
  lines: DiffLine[];
  layout: 'inline' | 'side-by-side';
  tone: DiffTone;
}) {
  const { title, before, after } = section;
  const changed = changedLineCount(lines);
  const state =
    before === null
      ? 'added'
      : after === null
        ? 'removed'
        : changed === 0
          ? `unchanged, ${plural(lines.length, 'line')}`
          : `${plural(changed, 'line')} changed`;
  return (
    <>
      <div className="border-y bg-muted px-3 font-sans text-11 leading-[22px] font-medium text-muted-foreground first:border-t-0 [&+&]:border-t-0">
        {title} · {state}
      </div>
      {folded(lines, changed === 0).map((run) => (
        <Run key={`${run.lines[0]?.before}-${run.lines[0]?.after}`} run={run} layout={layout} tone={tone} />
      ))}
    </>
  );
}

type FoldRun = { lines: DiffLine[]; fold: boolean };

/** Cuts the lines into runs that are shown and runs that are folded. */
function folded(lines: DiffLine[], unchanged: boolean): FoldRun[] {
  if (unchanged) return lines.length > 0 ? [{ lines, fold: lines.length > CONTEXT }] : [];
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((line) => line.kind !== 'same'),
  );
  const runs: FoldRun[] = [];
  lines.forEach((line, index) => {
    const fold = !near[index];
    const last = runs.at(-1);
    if (last && last.fold === fold) last.lines.push(line);
    else runs.push({ lines: [line], fold });
  });
  // Folding one or two lines saves nothing.
  return runs.map((run) => (run.lines.length < 3 ? { ...run, fold: false } : run));
}

function Run({ run, layout, tone }: { run: FoldRun; layout: 'inline' | 'side-by-side'; tone: DiffTone }) {
  const [open, setOpen] = useState(!run.fold);
  if (!open) {
    return (
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="block min-h-6 w-full pl-[46px] text-left font-sans text-11 text-muted-foreground hover:bg-accent focus-visible:-outline-offset-2"
      >
        Show {plural(run.lines.length, 'unchanged line')}
      </button>
    );
  }
  if (layout === 'side-by-side') return <DiffRowsBeside lines={run.lines} tone={tone} />;
  return run.lines.map((line) => <DiffRow key={`${line.before}-${line.after}`} line={line} tone={tone} />);
}

/** One of two answers with the words marked that the other lacks; A slate, B blue. `plain` leaves the marks out. */
export function AnswerText({
  a,
  b,
  side,
  plain = false,
  className,
}: {
  a: string;
  b: string;
  side: 'A' | 'B';
  plain?: boolean;
  className?: string;
}) {
  const marked = useMemo(() => (plain ? null : markWords(a, b)), [a, b, plain]);
  const before = side === 'A';
  return (
    <div className={cn('max-w-[68ch] text-13 leading-[21px] whitespace-pre-wrap [overflow-wrap:anywhere]', className)}>
      {marked ? (
        <DiffMarks parts={before ? marked.before : marked.after} side={before ? 'before' : 'after'} tone="answers" />
      ) : before ? (
        a
      ) : (
        b
      )}
    </div>
  );
}
