import { NodeOffer } from './node-offer';

/** What was read from the nodes of a pool. */
export interface NodeFacts {
  readonly offer: NodeOffer;
  /** Labels of which they have different values, with those values; empty where they are not known. */
  readonly otherLabels: { readonly [key: string]: readonly string[] };
  /** True if they have no other labels and resources. */
  readonly complete: boolean;
}
