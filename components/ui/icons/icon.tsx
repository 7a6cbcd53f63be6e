import { cn } from '#components/ui/cn.ts';
import { ICON_PATHS } from './icon-paths.tsx';

export type IconName = keyof typeof ICON_PATHS;

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
  return (
    <svg
      data-slot="icon"
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={cn(
        'block flex-none fill-none stroke-current stroke-[1.5] [stroke-linecap:round] [stroke-linejoin:round]',
        SIZES[size],
        className,
      )}
    >
      {ICON_PATHS[name]}
    </svg>
  );
}
