import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { type LaneNode, Node } from './lane-node.tsx';

export type Lane = {
  key: string;
  /** An EnvironmentBadge. */
  badge: ReactNode;
  /** Shown behind the badge: "for 2 days". */
  since?: ReactNode;
  /** Shown at the right end of the last lane: next step, Roll back. */
  aside?: ReactNode;
  /** What serves; null when nothing has been deployed. */
  serving: LaneNode | null;
  /** A second variant that serves beside the first: the line forks. */
  candidate?: LaneNode;
  /** Two grey lines: who, since when, which gate. */
  meta?: ReactNode;
  /** On the arrow to the next lane: "Promote 16". */
  action?: ReactNode;
};

const LINE = 'absolute inset-x-0 top-1/2 -mt-[1.5px] h-[3px] bg-stable';

/** The environments of one prompt on one track, with actions on the arrows between them. Vertical on narrow screens. */
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

/**
 * The thickness of a line in px for its share of the traffic: 7.5 px at 75 %, at least 1.5 px so that it stays visible.
 */
const thickness = (share: number): number => Math.max(1.5, share * 10);

/** A fork: one line becomes two, the candidate above, each as thick as its share. */
function LaneFork({ stable, candidate }: { stable: LaneNode; candidate: LaneNode }) {
  const [thick, thin] = [thickness(stable.share ?? 0), thickness(candidate.share ?? 0)];
  const line = 'absolute right-0 left-[98px]';
  return (
    <>
      <svg aria-hidden="true" width="98" height="74" className="absolute top-0 left-0 fill-none narrow:hidden">
        <path d="M0 37H40C66 37 62 50 94 50H98" stroke="var(--stable)" strokeWidth={thick} />
        <path d="M40 37C70 37 64 15 98 15" stroke="var(--candidate)" strokeWidth={thin} />
      </svg>
      <svg aria-hidden="true" width="98" height="84" className="absolute top-0 left-0 hidden fill-none narrow:block">
        <path d="M10 62H98" stroke="var(--stable)" strokeWidth={thick} />
        <path d="M20 62C50 62 44 20 78 20H98" stroke="var(--candidate)" strokeWidth={thin} />
      </svg>
      <span
        aria-hidden="true"
        className={`${line} top-[15px] -translate-y-1/2 bg-candidate narrow:top-5`}
        style={{ height: thin }}
      />
      <span
        aria-hidden="true"
        className={`${line} top-[50px] -translate-y-1/2 bg-stable narrow:top-[62px]`}
        style={{ height: thick }}
      />
      <Node node={candidate} arm="candidate" className="top-[15px] left-[118px] narrow:top-5 narrow:left-[104px]" />
      <Node node={stable} arm="stable" className="top-[50px] left-[118px] narrow:top-[62px] narrow:left-[104px]" />
    </>
  );
}
