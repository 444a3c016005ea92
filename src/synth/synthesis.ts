import { App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { DependencyCycle } from './dependency-cycle';
import { inheritMetadata } from './inherit';
import { judgeTree, stops } from './judge-tree';
import { Order, orderOf, walkOrder } from './order';
import { RenderedObject, Renderer } from './render';
import { Place, Tree, walk } from './tree';
import { Complaints, validate } from './validate';
import { Finding } from '../manifest/finding';
import { findingText } from '../manifest/finding-text';
import { applyWaivers } from '../rules/waiver';

/** An app, rendered and judged. */
export interface Synthesis {
  /** In the order in which they are written. */
  readonly charts: readonly RenderedChart[];
  /** True if a chart depends on another, which cdk8s shows by numbers before the names of files. */
  readonly numbered: boolean;
  readonly findings: readonly Finding[];
  /** Everything for which the app must not be written, a line each. */
  readonly problems: readonly string[];
}

/** A chart with its objects in the order in which they are written. */
export interface RenderedChart {
  readonly chart: Chart;
  readonly path: string;
  readonly objects: readonly RenderedObject[];
}

/** Validates, orders, renders and judges an app: each construct and each object once. */
export function synthesize(app: App): Synthesis {
  const tree = prepare(app);
  const complaints = validate(tree);
  const problems = [...complaints.lines];
  const order = orderOrProblem(tree, problems);
  const { charts, failures } = render(app, order);
  // without all of its objects an app is judged wrongly
  const findings = failures.size === 0 ? judgeTree(app, charts.flatMap(({ objects }) => objects)) : [];
  problems.push(...unsaid(failures, complaints).map(([{ path }, message]) => `[${path}] ${message}`));
  problems.push(...findings.filter(stops).map(findingText));
  return { charts, numbered: order.numbered, findings, problems };
}

/** Writes down what objects take from their scopes. May be called again at every synth. */
export function prepare(app: IConstruct): Tree {
  applyWaivers(app);
  const tree = walk(app);
  inheritMetadata(tree);
  return tree;
}

function orderOrProblem(tree: Tree, problems: string[]): Order {
  try {
    return orderOf(tree);
  } catch (e) {
    if (!(e instanceof DependencyCycle)) {
      throw e;
    }
    problems.push(e.message);
    return walkOrder(tree);
  }
}

/** The failures that nothing above them has complained of already. */
export function unsaid(failures: ReadonlyMap<Place, string>, complaints: Complaints): [place: Place, message: string][] {
  return [...failures].filter(([{ construct }]) => !construct.node.scopes.some((scope) => complaints.by.has(scope)));
}

/** Renders all objects, and says of which it failed. */
export function render(root: IConstruct, order: Order): { charts: RenderedChart[]; failures: Map<Place, string> } {
  const renderer = new Renderer(root);
  const failures = new Map<Place, string>();
  const charts = order.charts.map(({ chart, path, objects: places }) => {
    const objects: RenderedObject[] = [];
    for (const place of places) {
      try {
        objects.push(renderer.render(place));
      } catch (e) {
        failures.set(place, (e as Error).message);
      }
    }
    return { chart, path, objects };
  });
  return { charts, failures };
}
