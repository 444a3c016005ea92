import { DependencyCycle } from './dependency-cycle';
import { DependencyGraph, Edges } from './dependency-graph';
import { Place } from './tree';

/**
 * Puts the places of a subtree into the order in which cdk8s finds them: each after what it depends on, else as they are given.
 *
 * cdk8s follows every edge anew for each path that leads to it, which takes exponential time where charts depend on charts on charts; here
 * each set of edges is followed once.
 */
export class Traversal {
  private readonly result: Place[] = [];
  private readonly state = new Map<Place, 'open' | 'done'>();
  private readonly followed = new Set<Edges>();

  /**
   * @param places the places of the subtree, in the order in which they are taken where nothing else says
   * @param root the top of the subtree; edges that leave it are not followed
   */
  constructor(private readonly graph: DependencyGraph, private readonly places: readonly Place[], private readonly root: Place) {}

  /** @throws if dependencies go in a circle */
  public order(): Place[] {
    const targets = this.targets();
    for (const place of this.places) {
      if (!targets.has(place)) {
        this.visit(place);
      }
    }
    // only a circle is left, that nothing leads into
    for (const place of this.places) {
      this.visit(place);
    }
    return this.result;
  }

  /** Every place that another one of the subtree depends on. */
  private targets(): Set<Place> {
    const targets = new Set<Place>();
    for (const edges of new Set(this.places.flatMap((place) => this.graph.from(place)))) {
      const sources = edges.sources.filter((source) => this.isInside(source));
      for (const target of edges.targets) {
        if (sources.length > 1 || sources[0] !== target) {
          targets.add(target);
        }
      }
    }
    return targets;
  }

  private visit(place: Place): void {
    const state = this.state.get(place);
    if (state === 'done') {
      return;
    }
    if (state === 'open') {
      throw new DependencyCycle(this.graph);
    }
    this.state.set(place, 'open');
    for (const edges of this.graph.from(place)) {
      this.follow(edges, place);
    }
    this.state.set(place, 'done');
    this.result.push(place);
  }

  private follow(edges: Edges, place: Place): void {
    if (this.followed.has(edges)) {
      return;
    }
    let all = true;
    for (const target of edges.targets) {
      if (target === place) {
        all = false;
      } else if (this.isInside(target)) {
        this.visit(target);
      }
    }
    if (all) {
      this.followed.add(edges);
    }
  }

  private isInside({ index }: Place): boolean {
    return index >= this.root.index && index < this.root.end;
  }
}
