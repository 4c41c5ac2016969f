/** Where each node leads. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * The groups of nodes of which each reaches every other one, sorted; and nodes that lead to themselves.
 * (Tarjan's algorithm.)
 */
export function circles(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): number => {
    const index = order.size;
    let low = index;
    order.set(node, index);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      const seen = order.get(next);
      if (seen === undefined) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, lowest.get(next) ?? seen);
    }
    lowest.set(node, low);
    if (low === index) {
      const group = open.splice(open.indexOf(node)).sort();
      if (group.length > 1 || graph.get(node)?.includes(node)) found.push(group);
    }
    return low;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found.sort((a, b) => (a.join() < b.join() ? -1 : 1));
}

/** Everything that the nodes lead to, they themselves included. */
export function reachable(graph: Graph, from: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...from];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    waiting.push(...(graph.get(node) ?? []));
  }
  return reached;
}
