import type { AnchorLine } from './anchor-line.ts';

/** A row that was noted outside of the database, and when. It must stay in the chain for ever. */
export type Anchor = { seq: number; mac: string; at: string };

/** Rows whose anchors no longer count, because an operator accepted that they are missing or were replaced. */
export type AcceptedLoss = { at: string; reason: string; from: number; to: number };

export type Standing = {
  /**
   * The anchors that must be in the chain, by number. Of two with the same number one cannot be: a file was changed.
   */
  anchors: Anchor[];
  /** Oldest first; empty where no restore was accepted. */
  accepted: AcceptedLoss[];
};

/** The anchors of each chain in `lines` that still count: an accepted restore removes those of the missing rows. */
export function standingAnchors(lines: readonly AnchorLine[]): Map<number, Standing> {
  const standing = new Map<number, Standing>();
  for (const { at, kind, heads, reason } of lines) {
    for (const { project, seq, mac, heldTo } of heads) {
      const of = standing.get(project) ?? { anchors: [], accepted: [] };
      standing.set(project, of);
      if (kind === 'accepted' && heldTo !== undefined) {
        const to = Math.max(...of.anchors.map((it) => it.seq), 0);
        of.anchors = of.anchors.filter((it) => it.seq <= heldTo);
        if (to > heldTo) of.accepted.push({ at, reason: reason ?? '', from: heldTo + 1, to });
      }
      const last = of.anchors.at(-1);
      if (seq > 0 && (last?.seq !== seq || last.mac !== mac)) of.anchors.push({ seq, mac, at });
    }
  }
  for (const { anchors } of standing.values()) anchors.sort((a, b) => a.seq - b.seq);
  return standing;
}
