import { position, type Scale } from '#components/charts/scale.ts';

/** The axis under a column of intervals. Where it is narrow, every second number is hidden. */
export function IntervalAxis({ scale, format }: { scale: Scale; format: (tick: number) => string }) {
  const step = (scale.ticks[1] ?? 1) - (scale.ticks[0] ?? 0);
  return (
    <div className="@container relative h-[22px] px-2.5" aria-hidden="true">
      <div className="relative h-full border-t border-border-strong">
        {scale.ticks.map((tick) => (
          <span
            key={tick}
            className={`absolute top-0 flex h-full -translate-x-1/2 flex-col items-center text-11 leading-[16px] text-axis before:h-1 before:w-px before:bg-border-strong ${
              Math.round(tick / step) % 2 !== 0 ? '[&>span]:@max-[190px]:invisible' : ''
            }`}
            style={{ left: `${position(scale, tick) * 100}%` }}
          >
            <span>{format(tick)}</span>
          </span>
        ))}
      </div>
    </div>
  );
}
