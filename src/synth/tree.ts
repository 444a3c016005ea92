import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

/** A construct at its place in the tree. */
export interface Place<T extends IConstruct = IConstruct> {
  readonly construct: T;
  readonly path: string;
  /** The chart it belongs to: itself, or the nearest above it. */
  readonly chart: Place<Chart> | undefined;
  /** Its position in the walk. */
  readonly index: number;
  /** The position after the last construct below it. */
  readonly end: number;
}

/** All constructs of an app, as one walk finds them: from the root down, in the order in which they were made. */
export interface Tree {
  readonly places: readonly Place[];
  readonly charts: readonly Place<Chart>[];
  /** The objects of each chart; those of a chart inside it are not among them. */
  readonly objects: ReadonlyMap<Place<Chart>, readonly Place<ApiObject>[]>;
}

/** Walks a tree of constructs, once. */
export function walk(root: IConstruct): Tree {
  const places: Place[] = [];
  const charts: Place<Chart>[] = [];
  const objects = new Map<Place<Chart>, Place<ApiObject>[]>();

  const visit = (construct: IConstruct, path: string, above: Place<Chart> | undefined) => {
    const place = { construct, path, chart: above, index: places.length, end: 0 };
    places.push(place);
    if (Chart.isChart(construct)) {
      const chart = place as Place<Chart>;
      place.chart = chart;
      charts.push(chart);
      objects.set(chart, []);
    } else if (above && ApiObject.isApiObject(construct)) {
      objects.get(above)!.push(place as unknown as Place<ApiObject>);
    }
    for (const child of construct.node.children) {
      visit(child, path === '' ? child.node.id : `${path}/${child.node.id}`, place.chart);
    }
    place.end = places.length;
  };
  visit(root, root.node.path, undefined);
  return { places, charts, objects };
}
