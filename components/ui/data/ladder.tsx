import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export type LadderStep = {
  label: string;
  state: 'done' | 'now' | 'ahead';
  /** Progress from this step to the next, 0 to 1; the segment of the current step fills with it. */
  progress?: number;
  /** Under the label in the upright ladder: "at least 6 h", "4,060 requests so far". */
  detail?: ReactNode;
  /** At its right: a plain badge. */
  badge?: ReactNode;
};

/** Steps as stops on a rail: done filled, current a ring, ahead hollow. The labels under it are part of it. */
export function Ladder({ label, steps, labels = true }: { label: string; steps: LadderStep[]; labels?: boolean }) {
  const now = steps.find((step) => step.state === 'now');
  return (
    <div role="img" aria-label={`${label}: ${now ? `now at ${now.label}` : 'not running'}`}>
      <div aria-hidden="true" className="flex items-center forced-color-adjust-none">
        {steps.map((step, index) => (
          <Stop key={step.label} step={step} last={index === steps.length - 1} />
        ))}
      </div>
      {labels && (
        <div aria-hidden="true" className="mt-[3px] flex justify-between text-11 leading-[14px] text-muted-foreground">
          {steps.map((step) => (
            <span key={step.label} className={cn(step.state === 'now' && 'font-strong text-candidate')}>
              {step.label}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

function Stop({ step, last }: { step: LadderStep; last: boolean }) {
  const filled = step.state === 'done' ? 1 : step.state === 'now' ? (step.progress ?? 0) : 0;
  return (
    <>
      <span
        className={cn(
          'flex-none rounded-full bg-card',
          step.state === 'now'
            ? 'size-[13px] border-[3px] border-candidate'
            : 'size-[9px] border-2 border-border-strong',
          step.state === 'done' && 'border-candidate bg-candidate',
        )}
      />
      {!last && (
        <span className="h-[3px] flex-1 bg-stable-soft">
          <span className="block h-full bg-candidate" style={{ width: `${filled * 100}%` }} />
        </span>
      )}
    </>
  );
}

/** The same ladder, vertical, with what each step requires. */
export function LadderList({ steps, className }: { steps: LadderStep[]; className?: string }) {
  return (
    <ol data-slot="ladder" className={cn('px-3 py-2.5', className)}>
      {steps.map((step, index) => {
        const last = index === steps.length - 1;
        const filled = step.state === 'done' ? 1 : step.state === 'now' ? (step.progress ?? 0) : 0;
        return (
          <li
            key={step.label}
            aria-current={step.state === 'now' ? 'step' : undefined}
            className={cn('grid grid-cols-[18px_minmax(0,1fr)_auto] gap-x-2.5', !last && 'pb-3.5')}
          >
            <span aria-hidden="true" className="relative forced-color-adjust-none">
              {!last && (
                <span className="absolute top-[19px] -bottom-3.5 left-2 w-0.5 bg-stable-soft">
                  <span className="block w-full bg-candidate" style={{ height: `${filled * 100}%` }} />
                </span>
              )}
              <span
                className={cn(
                  'absolute rounded-full bg-card',
                  step.state === 'now'
                    ? 'top-0.5 left-px size-4 border-4 border-candidate'
                    : 'top-1 left-[3px] size-3 border-2 border-border-strong',
                  step.state === 'done' && 'border-candidate bg-candidate',
                )}
              />
            </span>
            <div className="min-w-0">
              <div className={cn('text-14 leading-5 font-semibold', step.state === 'now' && 'text-candidate')}>
                {step.label}
              </div>
              {step.detail && <div className="text-12 text-muted-foreground">{step.detail}</div>}
            </div>
            {step.badge}
          </li>
        );
      })}
    </ol>
  );
}
