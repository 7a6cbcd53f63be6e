import type { ReactNode } from 'react';
import { cn } from '../ui/cn.ts';
import { LaneFork } from './lane-fork.tsx';
import { type LaneNode, Node } from './lane-node.tsx';

export type Lane = {
  key: string;
  /** An EnvironmentBadge. */
  badge: ReactNode;
  /** Behind the badge: "for 2 days". */
  since?: ReactNode;
  /** At the right of the last lane: next step, Roll back. */
  aside?: ReactNode;
  /** What serves; null for nothing yet. */
  serving: LaneNode | null;
  /** A second one beside it: the line forks. */
  candidate?: LaneNode;
  /** Two grey lines: who, since when, which gate. */
  meta?: ReactNode;
  /** On the arrow to the next lane: "Promote 16". */
  action?: ReactNode;
};

const LINE = 'absolute inset-x-0 top-1/2 -mt-[1.5px] h-[3px] bg-stable';

/** The environments of one thing on one track, with the acts on the arrows between them. Runs downward when narrow. */
export function EnvironmentLanes({ label, lanes }: { label: string; lanes: Lane[] }) {
  const columns = lanes
    .map((_, index) => (index === lanes.length - 1 ? 'minmax(0,1.75fr)' : 'minmax(0,1fr) var(--arrow)'))
    .join(' ');
  return (
    <section
      data-slot="lanes"
      aria-label={label}
      className="grid grid-cols-(--lanes) rounded-lg border bg-card [--arrow:128px] compact:[--arrow:104px] narrow:grid-cols-1"
      style={{ '--lanes': columns } as React.CSSProperties}
    >
      {lanes.map((lane, index) => (
        <LanePart key={lane.key} lane={lane} first={index === 0} last={index === lanes.length - 1} />
      ))}
    </section>
  );
}

function LanePart({ lane, first, last }: { lane: Lane; first: boolean; last: boolean }) {
  return (
    <>
      <div className="min-w-0 p-3">
        <div className={cn('flex h-[22px] items-center gap-2', last && 'justify-between')}>
          <div className="flex items-center gap-2">
            {lane.badge}
            {lane.since && <span className="text-12 whitespace-nowrap text-muted-foreground">{lane.since}</span>}
          </div>
          {lane.aside && <div className="flex items-center gap-1.5">{lane.aside}</div>}
        </div>
        <div
          className={cn(
            'relative -mr-3 mt-1.5 mb-1 h-[74px] narrow:mx-0 narrow:my-1',
            first ? 'ml-5' : '-ml-3',
            lane.candidate ? 'narrow:h-[84px]' : 'narrow:h-11',
          )}
        >
          <Track lane={lane} />
        </div>
        <div className="text-12 leading-[18px] text-muted-foreground [&_b]:font-medium [&_b]:text-foreground">
          {lane.meta}
        </div>
      </div>
      {!last && <Arrow action={lane.action} />}
    </>
  );
}

function Track({ lane }: { lane: Lane }) {
  if (lane.serving && lane.candidate) return <LaneFork stable={lane.serving} candidate={lane.candidate} />;
  return (
    <>
      <span aria-hidden="true" className={cn(LINE, 'narrow:hidden', !lane.serving && 'bg-border-strong')} />
      {lane.serving ? (
        <Node
          node={lane.serving}
          arm="stable"
          className="top-1/2 left-1/2 -translate-x-1/2 narrow:left-6 narrow:translate-x-0"
        />
      ) : (
        <span className="absolute top-1/2 left-1/2 z-2 -translate-1/2 rounded-full border border-dashed border-border-strong bg-card px-2.5 py-1 text-12 whitespace-nowrap text-muted-foreground narrow:left-6 narrow:translate-x-0">
          nothing serves
        </span>
      )}
    </>
  );
}

function Arrow({ action }: { action: ReactNode }) {
  return (
    <div className="relative py-3 narrow:py-0">
      <div className="relative mt-7 mb-1 h-[74px] narrow:m-0 narrow:h-11">
        <span
          aria-hidden="true"
          className={cn(
            LINE,
            'narrow:inset-y-0 narrow:right-auto narrow:left-11 narrow:m-0 narrow:h-auto narrow:w-[3px]',
          )}
        />
        <span
          aria-hidden="true"
          className="absolute top-1/2 right-0 -mt-1.5 -mr-px border-y-6 border-l-9 border-y-transparent border-l-stable narrow:hidden"
        />
        <span
          aria-hidden="true"
          className="absolute -bottom-0.5 left-10 hidden border-x-6 border-t-9 border-x-transparent border-t-stable narrow:block"
        />
        {action && (
          <div className="absolute top-1/2 left-1/2 z-2 -translate-1/2 narrow:left-[68px] narrow:translate-x-0">
            {action}
          </div>
        )}
      </div>
    </div>
  );
}
