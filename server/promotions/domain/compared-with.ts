/**
 * What a promotion is shown against: what served its target when its gate decided, or what serves it now while no
 * verdict stands and it has not been applied. Null where nothing served: a first release.
 */
export function comparedWith<Served>(
  { gateVerdictId, deploymentId }: { gateVerdictId: string | null; deploymentId: string | null },
  { baseline, serving }: { baseline: Served | null; serving: Served | null },
): Served | null {
  return gateVerdictId === null && deploymentId === null ? serving : baseline;
}
