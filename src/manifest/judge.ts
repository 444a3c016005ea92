import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';

/**
 * Told of the root of a tree when the first of our objects is made in it, so that the rules run under a stock cdk8s `App` too.
 */
export type AttachJudge = (root: IConstruct) => void;

let attach: AttachJudge | undefined;
const attached = new WeakSet<IConstruct>();

/** Fills the slot: `synth/` stands above the constructs and hands itself in here when the package is loaded. */
export function setJudge(judge: AttachJudge): void {
  attach = judge;
}

/** Has the rules judge the tree that `object` stands in, once for each tree. */
export function attachJudge(object: ApiObject): void {
  // asked of the chart, which an object knows; its root it would have to look for
  if (attach && !attached.has(object.chart)) {
    attached.add(object.chart);
    attach(object.node.root);
  }
}
