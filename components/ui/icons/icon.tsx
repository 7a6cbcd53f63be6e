import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { LUCIDE_ICONS } from './lucide-icons.ts';

const HALF_DISC = (
  <>
    <circle cx="8" cy="8" r="5.7" />
    <path d="M8 2.3a5.7 5.7 0 0 1 0 11.4z" fill="currentColor" stroke="none" />
  </>
);

/** The icons that Lucide lacks, on a grid of 16 with a stroke of 1.5, which is Lucide's 2.25 on its grid of 24. */
const ICON_PATHS = {
  /** Steps of traffic. */
  rollout: <path d="M2.5 13h2.75v-3H8V7h2.75V4h2.75" />,
  /** The third verdict: it differs from pass and fail by its outline too, not by colour alone. */
  inconclusive: (
    <>
      <path d="M8 1.8 14.2 8 8 14.2 1.8 8z" />
      <path d="M6.7 6.7c0-.8.6-1.2 1.3-1.2s1.3.4 1.3 1.1c0 .9-1.3 1-1.3 2M8 10.4v.1" />
    </>
  ),
  running: HALF_DISC,
  /** Light or dark. */
  theme: HALF_DISC,
  /** The filled triangle that marks a deployment in charts (charts/mark-glyph.tsx). */
  deployment: <path d="M8 3l5 9.5H3z" fill="currentColor" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof LUCIDE_ICONS | keyof typeof ICON_PATHS;

const SIZES = { 12: 'size-3', 14: 'size-3.5', 16: 'size-4' } as const;

/** An icon beside a word. Hidden from screen readers, which read the word. */
export function Icon({
  name,
  size = 16,
  className,
}: {
  name: IconName;
  size?: keyof typeof SIZES;
  className?: string;
}) {
  const look = {
    'data-slot': 'icon',
    className: cn(
      'block flex-none fill-none stroke-current [stroke-linecap:round] [stroke-linejoin:round]',
      SIZES[size],
      className,
    ),
  };
  if (!isOfLucide(name)) {
    return (
      <svg aria-hidden="true" viewBox="0 0 16 16" strokeWidth={1.5} {...look}>
        {ICON_PATHS[name]}
      </svg>
    );
  }
  const Lucide = LUCIDE_ICONS[name];
  return <Lucide aria-hidden="true" strokeWidth={2.25} {...look} />;
}

const isOfLucide = (name: IconName): name is keyof typeof LUCIDE_ICONS => name in LUCIDE_ICONS;
