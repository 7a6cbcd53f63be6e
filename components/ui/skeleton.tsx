import { cn } from './cn.ts';

/** A grey placeholder in the size of the content. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={cn('h-2.5 animate-pulse rounded-sm bg-stable-soft', className)} />;
}

const WIDTHS = ['w-[78%]', 'w-[62%]', 'w-[84%]', 'w-[70%]'];

/** Placeholder rows of a table that is loading; read aloud once as "Loading". */
export function SkeletonRows({
  rows = 4,
  tall = false,
  label = 'Loading',
}: {
  rows?: number;
  tall?: boolean;
  label?: string;
}) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
          key={row}
          className={cn(
            'grid grid-cols-[1.4fr_.6fr_.6fr_1fr] items-center gap-5 border-b px-3 last:border-b-0',
            tall ? 'h-11.5' : 'h-9',
          )}
        >
          <Skeleton className={WIDTHS[row % 4]} />
          <Skeleton className="w-[60%]" />
          <Skeleton className="w-[44%]" />
          <Skeleton className={WIDTHS[(row + 2) % 4]} />
        </div>
      ))}
    </div>
  );
}
