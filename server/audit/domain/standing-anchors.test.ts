import { expect, it } from 'vitest';
import type { AnchorLine } from './anchor-line.ts';
import { standingAnchors } from './standing-anchors.ts';

const line = (n: number, kind: AnchorLine['kind'], seq: number, heldTo?: number): AnchorLine => ({
  ...{ series: 's', n, at: `at ${n}`, kind, prev: '', mac: '' },
  ...(kind === 'accepted' ? { reason: 'restored' } : {}),
  heads: [{ project: 1, seq, mac: `mac ${n}`, ...(heldTo === undefined ? {} : { heldTo }) }],
});
const of = (...lines: AnchorLine[]) => standingAnchors(lines).get(1);
const seqs = (...lines: AnchorLine[]) => of(...lines)?.anchors.map((it) => it.seq);

it('every noted row must be in the chain, oldest first', () => {
  expect(seqs(line(1, 'heads', 3), line(2, 'heads', 7))).toEqual([3, 7]);
});

it('an accepted restore removes the anchors past the last row that is still there, lists them, and adds the new head', () => {
  const lines = [line(1, 'heads', 3), line(2, 'heads', 9), line(3, 'heads', 12), line(4, 'accepted', 5, 3)];
  expect(seqs(...lines)).toEqual([3, 5]);
  expect(of(...lines)?.accepted).toEqual([{ at: 'at 4', reason: 'restored', from: 4, to: 12 }]);
});

it('after a restore the chain may pass the numbers of the missing rows', () => {
  expect(seqs(line(1, 'heads', 9), line(2, 'accepted', 5, 0), line(3, 'heads', 11))).toEqual([5, 11]);
});

it('a chain that was restored to no rows has no anchors', () => {
  expect(seqs(line(1, 'heads', 9), line(2, 'accepted', 0, 0))).toEqual([]);
});
