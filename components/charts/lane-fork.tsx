import { type LaneNode, Node } from './lane-node.tsx';

/** Thickness is share: 7.5 px at 75 %, and never so thin that it is lost. */
const thickness = (share: number): number => Math.max(1.5, share * 10);

/** A turnout: one line becomes two, the candidate above, as thick as the share of each. */
export function LaneFork({ stable, candidate }: { stable: LaneNode; candidate: LaneNode }) {
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
