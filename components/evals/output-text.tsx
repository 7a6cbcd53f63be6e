import { cn } from '#components/ui/cn.ts';
import { AnswerText } from '#components/ui/diff/diff-view.tsx';

/** One of two answers, with the words marked that the other lacks; a note where there is no answer or an empty one. */
export function OutputText({
  a,
  b,
  side,
  missing,
  of,
  plain,
  className,
}: {
  a: string;
  b: string;
  side: 'A' | 'B';
  /** True where there is no answer, false for an empty one. */
  missing: boolean;
  /** What it answers, where a page shows several answers. */
  of?: string;
  plain?: boolean;
  className?: string;
}) {
  const own = side === 'A' ? a : b;
  if (missing || own.trim() === '') {
    return <p className={cn('text-muted-foreground italic', className)}>{missing ? 'no answer' : 'an empty answer'}</p>;
  }
  return (
    <section
      aria-label={`Answer ${side}${of === undefined ? '' : ` to ${of}`}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that may scroll must be reachable by keyboard
      tabIndex={0}
      className={cn('focus-visible:-outline-offset-2', className)}
    >
      <AnswerText a={a} b={b} side={side} plain={plain} className="text-[length:inherit] leading-[inherit]" />
    </section>
  );
}
