import { cn } from '#components/ui/cn.ts';
import type { DiffLine } from './diff-lines.ts';
import { DiffMarks, type DiffTone } from './diff-marks.tsx';

const SIGNS = { same: '', removed: '−', added: '+' } as const;

/** One line of a diff: number, sign, text. */
export function DiffRow({ line, tone, className }: { line: DiffLine; tone: DiffTone; className?: string }) {
  const tint = {
    same: '',
    removed: tone === 'prompt' ? 'bg-diff-del-line' : 'bg-stable-soft/40',
    added: tone === 'prompt' ? 'bg-diff-add-line' : 'bg-candidate-soft/50',
  }[line.kind];
  const sign = {
    same: '',
    removed: tone === 'prompt' ? 'text-fail' : 'text-stable',
    added: tone === 'prompt' ? 'text-pass' : 'text-candidate',
  }[line.kind];
  return (
    <div className={cn('grid min-w-0 grid-cols-[30px_16px_minmax(0,1fr)]', tint, className)}>
      <span className="pr-1.5 text-right text-muted-foreground select-none">{line.after ?? line.before}</span>
      <span className={cn('text-center font-semibold select-none', sign)}>{SIGNS[line.kind]}</span>
      <span className="pr-2.5 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {line.kind !== 'same' && <span className="sr-only">{line.kind} </span>}
        <DiffMarks parts={line.parts} side={line.kind === 'removed' ? 'before' : 'after'} tone={tone} />
      </span>
    </div>
  );
}

/** Two columns: the left side and the right side. On phones the pairs are stacked. */
export function DiffRowsBeside({ lines, tone }: { lines: DiffLine[]; tone: DiffTone }) {
  return pairUp(lines).map(([left, right], index) => (
    <div
      // biome-ignore lint/suspicious/noArrayIndexKey: the rows are derived afresh from the two texts
      key={index}
      className="grid grid-cols-2 phone:grid-cols-1"
    >
      {left ? <DiffRow line={left} tone={tone} /> : <div className="bg-muted phone:hidden" />}
      {right ? (
        <DiffRow
          line={right}
          tone={tone}
          className={cn('border-l phone:border-l-0', right.kind === 'same' && 'phone:hidden')}
        />
      ) : (
        <div className="border-l bg-muted phone:hidden" />
      )}
    </div>
  ));
}

/** Puts the removed and the added lines of one change next to each other. */
export function pairUp(lines: DiffLine[]): Array<[left: DiffLine | null, right: DiffLine | null]> {
  const pairs: Array<[DiffLine | null, DiffLine | null]> = [];
  let removed: DiffLine[] = [];
  for (const line of lines) {
    if (line.kind === 'removed') {
      removed.push(line);
    } else if (line.kind === 'added') {
      pairs.push([removed.shift() ?? null, line]);
    } else {
      for (const lone of removed) pairs.push([lone, null]);
      removed = [];
      pairs.push([{ ...line, after: null }, line]);
    }
  }
  for (const lone of removed) pairs.push([lone, null]);
  return pairs;
}
