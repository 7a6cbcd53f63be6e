import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon, type IconName } from '#components/ui/icons/icon.tsx';
import { BADGE_STATES, type BadgeState, type Tone } from './badge-states.ts';

const badgeStyles = cva('inline-flex flex-none items-center gap-1 rounded-sm font-medium whitespace-nowrap', {
  variants: {
    tone: {
      pass: 'bg-pass-soft text-pass',
      fail: 'bg-fail-soft text-fail',
      inconclusive: 'bg-inconclusive-soft text-inconclusive',
      candidate: 'bg-candidate-soft text-candidate',
      neutral: 'bg-stale-soft text-stale',
      stale: 'text-stale shadow-[inset_0_0_0_1px_var(--border-strong)]',
    } satisfies Record<Tone, string>,
    size: {
      md: 'h-5 pr-[7px] pl-[5px] text-12 leading-5 [&>svg]:size-[13px] [&>svg]:stroke-[1.75]',
      lg: 'h-6 pr-[9px] pl-1.5 text-13 leading-6 [&>svg]:size-[15px] [&>svg]:stroke-[1.75]',
    },
    plain: { true: 'bg-transparent p-0 align-top shadow-none' },
  },
  defaultVariants: { size: 'md' },
});

type Look = { size?: 'md' | 'lg'; plain?: boolean; className?: string };

/** Icon and word in a tone, for states that StatusBadge does not list. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
  className,
  ...look
}: Look & { tone?: Tone; icon: IconName; children: ReactNode }) {
  return (
    <span data-slot="badge" data-tone={tone} className={cn(badgeStyles({ tone, ...look }), className)}>
      <Icon name={icon} />
      {children}
    </span>
  );
}

/** The badge of a state. `children` replace the word ("Stale, 6 min old"); `plain` is the look inside framed rows. */
export function StatusBadge({ state, children, ...look }: Look & { state: BadgeState; children?: ReactNode }) {
  const { tone, icon, word } = BADGE_STATES[state];
  return (
    <Badge tone={tone} icon={icon} {...look}>
      {children ?? word}
    </Badge>
  );
}
