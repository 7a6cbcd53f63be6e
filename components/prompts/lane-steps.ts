/** What the arrows need to know of the prompt. */
export type StepFacts = {
  latestVersion: number | null;
  lanes: { environment: string; protected: boolean; serving: { version: number } | null }[];
};

/** The way from a lane to the next: by promotion where that is protected. */
export type Step = { kind: 'promote' | 'deploy'; version: number; to: string };

/**
 * One entry a lane: what its arrow offers, or null. An arrow carries what serves on its left; where nothing does, a
 * protected lane is offered the newest version, for there is no other way into it. What serves already is not offered.
 */
export function stepsOf({ latestVersion, lanes }: StepFacts): (Step | null)[] {
  return lanes.map((lane, i) => {
    const next = lanes[i + 1];
    if (!next) return null;
    const version = lane.serving?.version ?? (next.protected ? latestVersion : null);
    if (version === null || version === next.serving?.version) return null;
    return { kind: next.protected ? 'promote' : 'deploy', version, to: next.environment };
  });
}
