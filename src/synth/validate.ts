import { IConstruct } from 'constructs';
import { Tree } from './tree';

/** What the constructs of a tree say is wrong with themselves. */
export interface Complaints {
  /** Each with the path of the construct before it. */
  readonly lines: string[];
  /** The constructs that said something. */
  readonly by: ReadonlySet<IConstruct>;
}

/** Asks every construct once. */
export function validate(tree: Tree): Complaints {
  const lines: string[] = [];
  const by = new Set<IConstruct>();
  for (const { construct, path } of tree.places) {
    for (const message of construct.node.validate()) {
      lines.push(`[${path}] ${message}`);
      by.add(construct);
    }
  }
  return { lines, by };
}
