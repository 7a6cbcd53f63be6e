type Line = { from: string; to: string };
export type Placed = { id: string; x: number; y: number; layer: number };

const COLUMN_GAP = 84;
const ROW_GAP = 24;
const SWEEPS = 3;

/**
 * Places the nodes of a graph in layers from left to right: each stands right of all that it was made from, and within
 * its layer near the middle of its neighbours. Nodes of a cycle are placed as if its last edge were not there. Sizes and
 * places in pixels; the same graph is always placed the same. Time in nodes and edges.
 */
export function layOut(
  nodes: readonly { id: string; height: number }[],
  edges: readonly Line[],
  width: number,
): Placed[] {
  const layerOf = layersOf(
    nodes.map(({ id }) => id),
    edges,
  );
  const layers: string[][] = [];
  for (const { id } of nodes) {
    const layer = layerOf.get(id) ?? 0;
    layers[layer] = [...(layers[layer] ?? []), id];
  }
  const ordered = untangled(
    Array.from(layers, (layer) => layer ?? []),
    edges,
  );
  const heightOf = new Map(nodes.map(({ id, height }) => [id, height]));
  const total = (layer: readonly string[]) =>
    layer.reduce((sum, id) => sum + (heightOf.get(id) ?? 0) + ROW_GAP, -ROW_GAP);
  const tallest = Math.max(0, ...ordered.map(total));
  return ordered.flatMap((layer, column) => {
    let y = (tallest - total(layer)) / 2;
    return layer.map((id) => {
      const placed = { id, x: column * (width + COLUMN_GAP), y, layer: column };
      y += (heightOf.get(id) ?? 0) + ROW_GAP;
      return placed;
    });
  });
}

/** The layer of each node: the length of the longest way to it. */
function layersOf(ids: readonly string[], edges: readonly Line[]): Map<string, number> {
  const below = Map.groupBy(edges, ({ from }) => from);
  const missing = new Map(ids.map((id) => [id, 0]));
  for (const { to } of edges) missing.set(to, (missing.get(to) ?? 0) + 1);
  const layers = new Map<string, number>();
  const place = (start: string) => {
    const ready = [start];
    for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
      const layer = layers.get(id) ?? 0;
      layers.set(id, layer);
      for (const { to } of below.get(id) ?? []) {
        if (missing.get(to) === 0) continue;
        layers.set(to, Math.max(layers.get(to) ?? 0, layer + 1));
        missing.set(to, (missing.get(to) ?? 1) - 1);
        if (missing.get(to) === 0) ready.push(to);
      }
    }
  };
  for (const id of ids.filter((each) => missing.get(each) === 0)) place(id);
  for (const id of ids) {
    if (missing.get(id) === 0) continue;
    missing.set(id, 0);
    place(id);
  }
  return layers;
}

/**
 * Orders each layer by the mean place of what its nodes were made from, then of what was made of them, in turns, so that
 * few lines cross.
 */
function untangled(layers: readonly (readonly string[])[], edges: readonly Line[]): string[][] {
  const above = Map.groupBy(edges, ({ to }) => to);
  const below = Map.groupBy(edges, ({ from }) => from);
  const ordered = layers.map((layer) => [...layer]);
  const place = new Map<string, number>();
  const note = (layer: readonly string[]) => {
    for (const [i, id] of layer.entries()) place.set(id, (i + 0.5) / layer.length);
  };
  ordered.forEach(note);
  const sort = (column: number, near: (id: string) => string[]) => {
    const mean = (id: string): number => {
      const around = near(id).map((other) => place.get(other) ?? 0);
      return around.length === 0 ? (place.get(id) ?? 0) : around.reduce((sum, at) => sum + at, 0) / around.length;
    };
    ordered[column] = (ordered[column] ?? []).toSorted((a, b) => mean(a) - mean(b));
    note(ordered[column]);
  };
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    for (const column of ordered.keys()) sort(column, (id) => (above.get(id) ?? []).map(({ from }) => from));
    for (const column of [...ordered.keys()].reverse()) sort(column, (id) => (below.get(id) ?? []).map(({ to }) => to));
  }
  return ordered;
}
