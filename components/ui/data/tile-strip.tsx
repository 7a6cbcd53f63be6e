import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { type Address, PlainLink } from '#components/ui/link.tsx';

export type Tile = {
  label: string;
  value: ReactNode;
  /** The change or the interval, in ink. */
  strong?: ReactNode;
  /** What the change is against, or n, in grey. */
  quiet?: ReactNode;
  /** Both in full, where the tile may be too narrow even for two lines. */
  title?: string;
  /** 26 px high: a Sparkline. */
  spark?: ReactNode;
  href?: Address;
};

const FACE =
  'flex min-w-0 flex-col border-r border-b bg-card px-3 pt-2.5 pb-2 no-underline focus-visible:-outline-offset-2 phone:last:odd:col-span-full';

/** The figures of a page in one strip with dividers, each linking to its chart. */
export function TileStrip({ label, tiles, className }: { label: string; tiles: Tile[]; className?: string }) {
  return (
    <section
      data-slot="tiles"
      aria-label={label}
      className={cn('min-w-0 overflow-hidden rounded-lg border bg-card', className)}
    >
      {/* The outer rules are pushed under the frame, so that every count of columns divides cleanly. */}
      <div
        className="-mr-px -mb-px grid grid-cols-[repeat(var(--tiles),minmax(0,1fr))] max-[1380px]:grid-cols-[repeat(var(--half),minmax(0,1fr))] phone:grid-cols-2"
        style={{ '--tiles': tiles.length, '--half': tiles.length % 3 === 0 ? 3 : 4 } as React.CSSProperties}
      >
        {tiles.map((tile) =>
          tile.href ? (
            <PlainLink key={tile.label} href={tile.href} className={cn(FACE, 'hover:bg-muted')}>
              <TileFace {...tile} />
            </PlainLink>
          ) : (
            <div key={tile.label} className={FACE}>
              <TileFace {...tile} />
            </div>
          ),
        )}
      </div>
    </section>
  );
}

function TileFace({ label, value, strong, quiet, title, spark }: Tile) {
  return (
    <>
      <div className="truncate text-12 text-muted-foreground">{label}</div>
      <div className="text-20 leading-[26px] font-semibold tracking-[-0.015em] whitespace-nowrap">{value}</div>
      {/* Two lines where it needs them: an interval that is cut off says nothing. */}
      <div className="line-clamp-2 text-12" title={title}>
        {strong && <span className="font-strong">{strong}</span>}{' '}
        {quiet && <span className="text-muted-foreground">{quiet}</span>}
      </div>
      {spark && <div className="mt-auto h-8 pt-1.5">{spark}</div>}
    </>
  );
}
