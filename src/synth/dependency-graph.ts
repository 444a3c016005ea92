import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Place, Tree } from './tree';

/** Says that each of `sources` comes after each of `targets`, but not after itself. */
export interface Edges {
  readonly sources: readonly Place[];
  readonly targets: readonly Place[];
}

/**
 * What depends on what in an app, as cdk8s' `App` resolves it: a dependency between constructs of two charts makes one chart depend on the
 * other, a chart depends on the charts right inside it, and what depends on a construct depends on every object below it.
 */
export class DependencyGraph {
  /** True if a chart depends on another, be it one outside of the tree. */
  public readonly betweenCharts: boolean;
  private readonly starting = new Map<Place, Edges[]>();
  private readonly placeOf = new Map<IConstruct, Place>();
  private readonly below = new Map<Place, readonly Place[]>();

  constructor(public readonly tree: Tree) {
    for (const place of tree.places) {
      this.placeOf.set(place.construct, place);
    }
    const charts = this.chartDependencies();
    this.betweenCharts = charts.size > 0;
    // the order in which the edges of a place are added is the order in which they are followed
    const dependencies = tree.places.flatMap((source) => [...source.construct.node.dependencies, ...charts.get(source) ?? []]
      .flatMap((construct) => this.placeOf.get(construct) ?? []).map((target) => ({ source, target })));
    for (const { source, target } of dependencies) {
      this.add({ sources: [source], targets: [target] });
    }
    for (const { source, target } of dependencies) {
      this.add({ sources: this.objectsOf(source), targets: this.objectsOf(target) });
    }
  }

  /** The edges that start at `place`, in the order in which they are followed. */
  public from(place: Place): readonly Edges[] {
    return this.starting.get(place) ?? [];
  }

  /** The charts that each chart depends on. */
  private chartDependencies(): Map<Place, Set<IConstruct>> {
    const result = new Map<Place, Set<IConstruct>>();
    const add = (source: Place, target: IConstruct) => result.set(source, (result.get(source) ?? new Set()).add(target));
    for (const parent of this.tree.charts) {
      parent.construct.node.children.filter(Chart.isChart).forEach((child) => add(parent, child));
    }
    for (const { construct } of this.tree.places) {
      for (const target of construct.node.dependencies) {
        const [from, to] = [Chart.of(construct), Chart.of(target)];
        if (from !== to) {
          add(this.placeOf.get(from)!, to);
        }
      }
    }
    return result;
  }

  /** The objects at and below a place that belong to the same chart. */
  private objectsOf(place: Place): readonly Place[] {
    let objects = this.below.get(place);
    if (!objects) {
      objects = this.tree.places.slice(place.index, place.end)
        .filter(({ construct, chart }) => chart === place.chart && ApiObject.isApiObject(construct));
      this.below.set(place, objects);
    }
    return objects;
  }

  private add(edges: Edges): void {
    for (const source of edges.sources) {
      const starting = this.starting.get(source);
      if (starting) {
        starting.push(edges);
      } else {
        this.starting.set(source, [edges]);
      }
    }
  }
}
