import { ApiObject, Chart } from 'cdk8s';
import { DependencyGraph } from './dependency-graph';
import { Traversal } from './traversal';
import { Place, Tree } from './tree';

/** In what order an app is written. */
export interface Order {
  readonly charts: readonly OrderedChart[];
  /** True if a chart depends on another, which cdk8s shows by numbers before the names of files. */
  readonly numbered: boolean;
}

/** A chart with its own objects, each after those that it depends on. */
export interface OrderedChart {
  readonly chart: Chart;
  readonly path: string;
  readonly objects: readonly Place<ApiObject>[];
}

/**
 * The order in which cdk8s' `App` writes charts and objects: what others depend on comes first, and a chart inside a chart before it.
 *
 * Where nothing depends on anything, which is the rule, that is the order of the walk.
 *
 * @throws if dependencies go in a circle
 */
export function orderOf(tree: Tree): Order {
  if (!tree.places.some(dependsOnSomething)) {
    return walkOrder(tree);
  }
  const graph = new DependencyGraph(tree);
  const charts = new Traversal(graph, byPath(tree.places), tree.places[0]).order()
    .filter((place): place is Place<Chart> => Chart.isChart(place.construct))
    .map((place) => ordered(place, new Traversal(graph, tree.places.slice(place.index, place.end), place).order()
      .filter((below): below is Place<ApiObject> => below.chart === place && ApiObject.isApiObject(below.construct))));
  return { charts, numbered: graph.betweenCharts };
}

/** The order of an app in which nothing depends on anything. */
export function walkOrder(tree: Tree): Order {
  return { charts: byPath(tree.charts).map((place) => ordered(place, tree.objects.get(place)!)), numbered: false };
}

function dependsOnSomething({ construct }: Place): boolean {
  return construct.node.dependencies.length > 0 || Chart.isChart(construct) && Chart.isChart(construct.node.scope);
}

/** The order in which cdk8s starts to look: it keeps constructs in an object by path, where a path that is a number comes first. */
function byPath<T extends Place>(places: readonly T[]): readonly T[] {
  const someNumber = places.some(({ path }) => STARTS_AS_NUMBER.test(path));
  return someNumber ? Object.values(Object.fromEntries(places.map((place) => [place.path, place]))) : places;
}

const STARTS_AS_NUMBER = /^[0-9]/;

function ordered({ construct, path }: Place<Chart>, objects: readonly Place<ApiObject>[]): OrderedChart {
  return { chart: construct, path, objects };
}
