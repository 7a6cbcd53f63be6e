import type { AnchorLine } from './anchor-line.ts';

/** A row that was noted outside of the database, and when: it must lie in the chain for ever. */
export type Anchor = { seq: number; mac: string; at: string };

/** Between these rows what was noted counts no more, as an operator accepted: rows are gone, or others stand there. */
export type AcceptedLoss = { at: string; reason: string; from: number; to: number };

export type Standing = {
  /** What the chain is held against, by number. Two of one number cannot both hold: then one of two files lies. */
  anchors: Anchor[];
  /** Oldest first; empty where nothing was ever accepted. */
  accepted: AcceptedLoss[];
};

/** Of every chain that `lines` speak of, what still has to hold: an accepted restore takes out what it explained. */
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
