import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { layOut } from './layout.ts';

const WIDTH = 200;
const nodes = (...ids: string[]) => ids.map((id) => ({ id, height: 50 }));
const lines = (...pairs: string[]) => pairs.map((pair) => ({ from: pair[0] ?? '', to: pair[1] ?? '' }));

describe('the layout of a graph', () => {
  test('puts each node right of all that it was made from, however short one of the ways is', () => {
    const placed = layOut(nodes('a', 'b', 'c', 'd'), lines('ab', 'bc', 'ac', 'cd', 'ad'), WIDTH);
    expect(Object.fromEntries(placed.map(({ id, layer }) => [id, layer]))).toEqual({ a: 0, b: 1, c: 2, d: 3 });
  });

  test('puts neighbours beside one another, so that lines do not cross where they need not', () => {
    const placed = layOut(nodes('a', 'b', 'x', 'y'), lines('ay', 'bx'), WIDTH);
    const yOf = Object.fromEntries(placed.map(({ id, y }) => [id, y]));
    expect([yOf.y, yOf.x]).toEqual([yOf.a, yOf.b]);
  });

  test('centres a short layer beside a tall one', () => {
    const placed = layOut(nodes('a', 'b', 'c', 'd'), lines('ab', 'ac', 'ad'), WIDTH);
    expect(placed.find(({ id }) => id === 'a')?.y).toBe(74);
  });

  test('places the nodes of a cycle too, and nothing of nothing', () => {
    expect(layOut(nodes('a', 'b', 'c'), lines('ab', 'bc', 'ca'), WIDTH).map(({ layer }) => layer)).toEqual([0, 1, 2]);
    expect(layOut([], [], WIDTH)).toEqual([]);
  });
});

const ids = Array.from({ length: 14 }, (_, i) => `n${i}`);
property.prop([fc.array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 40 })])(
  'of any graph, each node is placed once, and no two of them overlap',
  (pairs) => {
    const edges = pairs.map(([a, b]) => ({ from: `n${a}`, to: `n${b}` }));
    const placed = layOut(
      ids.map((id, i) => ({ id, height: 40 + i })),
      edges,
      WIDTH,
    );
    expect(placed.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    for (const layer of Map.groupBy(placed, ({ layer }) => layer).values()) {
      const sorted = layer.toSorted((a, b) => a.y - b.y);
      sorted.slice(1).forEach(({ y }, i) => {
        expect(y).toBeGreaterThanOrEqual((sorted[i]?.y ?? 0) + 40 + ids.indexOf(sorted[i]?.id ?? ''));
      });
    }
  },
);

property.prop([fc.array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 40 })])(
  'of edges without a cycle, every one leads to the right',
  (pairs) => {
    const edges = pairs.filter(([a, b]) => a < b).map(([a, b]) => ({ from: `n${a}`, to: `n${b}` }));
    const placed = layOut(
      ids.map((id) => ({ id, height: 40 })),
      edges,
      WIDTH,
    );
    const x = new Map(placed.map((each) => [each.id, each.x]));
    for (const { from, to } of edges) expect(x.get(from)).toBeLessThan(x.get(to) ?? 0);
  },
);
