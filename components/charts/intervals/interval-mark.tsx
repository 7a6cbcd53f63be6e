import { position, type Scale } from '#components/charts/scale.ts';
import { cn } from '#components/ui/cn.ts';
import type { Interval } from './interval-scale.ts';

export type IntervalVerdict = 'pass' | 'fail' | 'inconclusive' | 'none';

const COLOURS = {
  pass: 'var(--pass)',
  fail: 'var(--fail)',
  inconclusive: 'var(--inconclusive)',
  none: 'var(--muted-foreground)',
} satisfies Record<IntervalVerdict, string>;

/**
 * One interval against its margin. Positions are percentages of the width, so that the server's HTML has the final
 * size. The shape of the point gives the verdict: ● pass, ■✕ fail, ◇ inconclusive, ○ without a verdict.
 */
export function IntervalMark({
  scale,
  interval,
  verdict,
  label,
  zero = 0,
  grid = true,
  className,
}: {
  scale: Scale;
  interval: Interval;
  verdict: IntervalVerdict;
  /** Read aloud by screen readers in place of the drawing. */
  label: string;
  zero?: number;
  grid?: boolean;
  className?: string;
}) {
  const at = (value: number) => `${(position(scale, value) * 100).toFixed(2)}%`;
  const { low, high, value, margin, harm = 'below' } = interval;
  const colour = COLOURS[verdict];
  return (
    <div data-slot="interval" className={cn('relative h-[51px] overflow-hidden px-2.5', className)}>
      <svg role="img" aria-label={label} className="block size-full overflow-visible">
        {grid &&
          scale.ticks
            .filter((tick) => tick !== zero)
            .map((tick) => <line key={tick} x1={at(tick)} x2={at(tick)} y1="0" y2="100%" stroke="var(--grid)" />)}
        {typeof margin === 'number' && (
          <>
            <rect
              y="0"
              height="100%"
              style={
                harm === 'below'
                  ? { x: '-10px', width: `calc(${at(margin)} + 10px)` }
                  : { x: at(margin), width: `calc(100% - ${at(margin)} + 10px)` }
              }
              fill="var(--fail)"
              opacity=".055"
            />
            <line
              x1={at(margin)}
              x2={at(margin)}
              y1="0"
              y2="100%"
              stroke="var(--fail)"
              strokeWidth="1.25"
              strokeDasharray="3 2"
            />
          </>
        )}
        <line x1={at(zero)} x2={at(zero)} y1="0" y2="100%" stroke="var(--foreground)" opacity=".7" />
        {low !== null && high !== null && (
          <>
            <line x1={at(low)} x2={at(high)} y1="50%" y2="50%" stroke={colour} strokeWidth="2.5" />
            {[low, high].map((end, index) => (
              <svg key={index === 0 ? 'low' : 'high'} x={at(end)} y="50%" overflow="visible" aria-hidden="true">
                <line y1="-4" y2="4" stroke={colour} strokeWidth="1.5" />
              </svg>
            ))}
          </>
        )}
        {value !== null && (
          <svg x={at(value)} y="50%" overflow="visible" aria-hidden="true">
            <Point verdict={verdict} colour={colour} />
          </svg>
        )}
      </svg>
    </div>
  );
}

function Point({ verdict, colour }: { verdict: IntervalVerdict; colour: string }) {
  switch (verdict) {
    case 'pass':
      return <circle r="5" fill={colour} />;
    case 'fail':
      return (
        <>
          <rect x="-5.5" y="-5.5" width="11" height="11" fill={colour} />
          <path d="M-2.5-2.5l5 5m0-5l-5 5" stroke="var(--card)" strokeWidth="1.5" />
        </>
      );
    case 'inconclusive':
      return <path d="M0-6l6 6-6 6-6-6z" fill="var(--card)" stroke={colour} strokeWidth="2" />;
    case 'none':
      return <circle r="4" fill="var(--card)" stroke={colour} strokeWidth="2" />;
  }
}
