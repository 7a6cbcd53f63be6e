'use client';

import type { ReactNode } from 'react';
import { IntervalMark } from '#components/charts/intervals/interval-mark.tsx';
import type { Interval } from '#components/charts/intervals/interval-scale.ts';
import type { Scale } from '#components/charts/scale.ts';
import { proofOf } from '#components/gates/gate-rows.ts';
import { Badge, StatusBadge } from '#components/ui/badge/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { Td } from '#components/ui/data/table.tsx';
import { plural, points, range } from '#components/ui/format.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import type { CategoryRow } from '#server/gates/domain/category-row.ts';
import type { OptionRow } from './rehearsal-words.ts';

/** A category's interval in points, and its n in words. */
export type Drawn = Interval & { sub?: ReactNode };

/** The worst category on the scale of all rows, then its difference and interval as text. */
export function CategoryCells({
  worst,
  drawn,
  scale,
}: {
  worst: CategoryRow | null;
  drawn: Drawn | null;
  scale: Scale;
}) {
  if (worst === null || drawn === null) {
    return (
      <>
        <Td unknown className="text-12 text-muted-foreground">
          nothing to compare yet
        </Td>
        <Td num unknown>
          –
        </Td>
      </>
    );
  }
  const interval = worst.ci95 === null ? '' : range(worst.ci95[0], worst.ci95[1], points);
  return (
    <>
      <Td className="p-0! phone:hidden!">
        <IntervalMark
          scale={scale}
          interval={drawn}
          verdict={worst.verdict}
          label={`${worst.name}: difference ${points(worst.delta)} points${interval === '' ? '' : `, interval ${interval}`}`}
          className="h-[51px]"
        />
      </Td>
      <Td num label={`Worst: ${worst.name}`} sub={interval}>
        <span className={cn('font-strong', worst.verdict === 'fail' && 'text-fail')}>{points(worst.delta)}</span>
      </Td>
    </>
  );
}

const BADGES = {
  open: { tone: 'neutral', icon: 'promotion', word: 'Open' },
  no_run: { tone: 'stale', icon: 'waits', word: 'No run' },
} as const;

/** The verdict as a button that opens its categories; a place without a run has none, and says so. */
export function VerdictCell({
  option,
  worst,
  onOpen,
}: {
  option: OptionRow;
  worst: CategoryRow | null;
  onOpen: () => void;
}) {
  const { state, decision, others } = option;
  const categories = decision.datasets.reduce((sum, { categories: own }) => sum + own.length, 0);
  const proof = worst === null ? '' : proofOf(worst);
  const passes = others.find(({ verdict }) => verdict === 'pass');
  const sub = [proof, passes && state !== 'ready' ? `version ${passes.version} passes` : ''].filter(Boolean).join('; ');
  return (
    <Td label="Verdict" sub={sub === '' ? undefined : sub}>
      <button
        type="button"
        onClick={onOpen}
        className="inline-flex min-h-6 cursor-pointer items-center gap-1 rounded-sm text-muted-foreground hover:text-foreground"
      >
        {state === 'no_run' || (state === 'open' && categories === 0) ? (
          <Badge tone={BADGES[state].tone} icon={BADGES[state].icon}>
            {BADGES[state].word}
          </Badge>
        ) : (
          <StatusBadge state={decision.verdict} />
        )}
        <span className="sr-only">
          , details of version {option.version} with {option.replacement.name},{' '}
          {plural(categories, 'category', 'categories')}
        </span>
        <Icon name="chevron-right" size={14} />
      </button>
    </Td>
  );
}

/** A figure with the small line that says what it is of. */
export function FigureCell({ label, figure: { main, sub } }: { label: string; figure: { main: string; sub: string } }) {
  return (
    <Td
      num
      label={label}
      sub={<span className="whitespace-normal">{sub}</span>}
      className="min-w-32 max-w-44 phone:max-w-none"
    >
      {main}
    </Td>
  );
}
