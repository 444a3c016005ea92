import { DependencyGraph } from './dependency-graph';
import { Place } from './tree';

/** Says that dependencies go in a circle, in the words of cdk8s. */
export class DependencyCycle extends Error {
  constructor(graph: DependencyGraph) {
    super(`Dependency cycle detected: ${circle(edgesOf(graph)).map(({ path }) => path).join(' => ')}`);
  }
}

type Edge = readonly [source: Place, target: Place];

function edgesOf(graph: DependencyGraph): Edge[] {
  return graph.tree.places.flatMap((source) => graph.from(source).flatMap(({ targets }) => targets.filter((target) => target !== source)
    .map((target): Edge => [source, target])));
}

/** cdk8s adds edge by edge and complains of the first that closes a circle: the way from its target back to it. */
function circle(edges: readonly Edge[]): Place[] {
  let [open, closed] = [0, edges.length];
  while (closed - open > 1) {
    const middle = Math.floor((open + closed) / 2);
    [open, closed] = hasCircle(edges.slice(0, middle)) ? [open, middle] : [middle, closed];
  }
  const [source, target] = edges[open];
  return [...way(target, source, outgoing(edges.slice(0, open))), target];
}

function outgoing(edges: readonly Edge[]): Map<Place, Set<Place>> {
  const result = new Map<Place, Set<Place>>();
  for (const [source, target] of edges) {
    result.set(source, (result.get(source) ?? new Set()).add(target));
  }
  return result;
}

function hasCircle(edges: readonly Edge[]): boolean {
  const targets = outgoing(edges);
  const state = new Map<Place, 'open' | 'done'>();
  const closes = (place: Place): boolean => {
    if (state.has(place)) {
      return state.get(place) === 'open';
    }
    state.set(place, 'open');
    const found = [...targets.get(place) ?? []].some(closes);
    state.set(place, 'done');
    return found;
  };
  return [...targets.keys()].some(closes);
}

/** The way that cdk8s finds, depth first; it leaves out steps of it where a place on the way has further targets. */
function way(from: Place, to: Place, targets: ReadonlyMap<Place, ReadonlySet<Place>>): Place[] {
  const route: Place[] = [];
  const deadEnds = new Set<Place>();
  const visit = (place: Place): boolean => {
    const before = route.length;
    let found = false;
    route.push(place);
    for (const target of targets.get(place) ?? []) {
      if (target === to) {
        route.push(target);
        return true;
      }
      found = !deadEnds.has(target) && visit(target);
    }
    if (!found) {
      route.pop();
    }
    if (route.length === before) {
      deadEnds.add(place);
    }
    return found;
  };
  visit(from);
  return route;
}
