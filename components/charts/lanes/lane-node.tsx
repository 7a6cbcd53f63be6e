import { cn } from '#components/ui/cn.ts';
import { share as formatShare } from '#components/ui/format.ts';
import { type Address, PlainLink } from '#components/ui/link.tsx';

/** What serves: its number, a note, its share of the traffic (0 to 1). */
export type LaneNode = { label: string; note?: string; share?: number; href?: Address };

/** A labelled node on the track. */
export function Node({ node, arm, className }: { node: LaneNode; arm: 'stable' | 'candidate'; className?: string }) {
  const look = cn(
    'absolute z-2 inline-flex h-[30px] -translate-y-1/2 items-center gap-1.5 rounded-full border-2 bg-card px-[11px] font-mono text-14 leading-[26px] font-semibold whitespace-nowrap',
    arm === 'candidate' ? 'border-candidate text-candidate' : 'border-stable',
    className,
  );
  const words = [node.note, node.share === undefined ? undefined : formatShare(node.share)].filter(Boolean).join(' ');
  const face = (
    <>
      {node.label}
      {words && (
        <small
          className={cn('font-sans text-12 leading-none font-medium', arm === 'stable' && 'text-muted-foreground')}
        >
          {words}
        </small>
      )}
    </>
  );
  return node.href ? (
    <PlainLink href={node.href} className={look}>
      {face}
    </PlainLink>
  ) : (
    <span className={look}>{face}</span>
  );
}
