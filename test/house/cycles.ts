/** The first import cycle through each file of a graph (file → files), each as a path. */
export function cycles(graph: Map<string, string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const way: string[] = [];

  function visit(file: string): void {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...way.slice(way.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    way.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    way.pop();
    state.set(file, 'done');
  }

  for (const file of graph.keys()) visit(file);
  return found;
}
