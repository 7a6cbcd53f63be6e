import { cn } from '#components/ui/cn.ts';
import { ICON_PATHS } from './icon-paths.tsx';
import { LUCIDE_ICONS } from './lucide-icons.ts';

export type IconName = keyof typeof LUCIDE_ICONS | keyof typeof ICON_PATHS;

const SIZES = { 12: 'size-3', 14: 'size-3.5', 16: 'size-4' } as const;

/** A sign beside a word. Hidden from screen readers: the word says it. */
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
