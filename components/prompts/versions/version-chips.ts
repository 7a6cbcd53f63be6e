/** A completed eval run as the timeline needs it. */
export type ChipFacts = {
  version: number;
  dataset: string;
  provider: string | null;
  model: string | null;
  score: number | null;
};

/**
 * The runs of one version, each with how far it lies from the run of what serves on the same golden set and, where
 * there is one, the same model: `baseline` for that run itself, null where there is none to compare with.
 */
export function chipsOf<Chip extends ChipFacts>(
  chips: readonly Chip[],
  version: number,
  serving: number | null,
): { chip: Chip; difference: number | 'baseline' | null }[] {
  return chips
    .filter((chip) => chip.version === version)
    .map((chip) => {
      if (version === serving) return { chip, difference: 'baseline' };
      const on = chips.filter((each) => each.version === serving && each.dataset === chip.dataset);
      const baseline = on.find((each) => each.provider === chip.provider && each.model === chip.model) ?? on[0];
      const known = chip.score !== null && baseline?.score != null;
      return { chip, difference: known ? (chip.score ?? 0) - (baseline?.score ?? 0) : null };
    });
}
