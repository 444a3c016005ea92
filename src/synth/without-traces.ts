import { Tree } from './tree';

/**
 * Renders a tree so that it can be rendered again: a workload of cdk8s-plus-28 with `spread` gets its affinity terms once more whenever it
 * is rendered, so its lists of terms are cut to what they were.
 */
export function withoutTraces<T>(tree: Tree, render: () => T): T {
  const lists = tree.places.flatMap(({ construct }) => listsIn((construct as { scheduling?: unknown }).scheduling));
  const lengths = lists.map((list) => list.length);
  try {
    return render();
  } finally {
    lists.forEach((list, i) => list.length = lengths[i]);
  }
}

function listsIn(scheduling: unknown): unknown[][] {
  return typeof scheduling === 'object' && scheduling !== null ? Object.values(scheduling).filter(Array.isArray) : [];
}
