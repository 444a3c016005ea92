/** Amounts by resource in its smallest unit: thousandths of a processor, bytes, pieces. */
export type Demand = ReadonlyMap<string, bigint>;

/** Nodes of one kind. */
export interface NodeGroup {
  readonly name: string;
  readonly nodes: number;
  /** What one node has for the pods that are placed, at most; a resource that is not in it is not known. */
  readonly room: Demand;
  /** What one node has for them for certain; a resource that is not in it is none. */
  readonly sureRoom: Demand;
}

/** Pods of one kind. */
export interface PodKind {
  readonly demand: Demand;
  /** Indexes of the groups of nodes that it may enter. */
  readonly may: readonly number[];
  /** Of them those that it enters for certain where there is room. */
  readonly surely: readonly number[];
  /** True if no two of its pods stand on one node. */
  readonly apart?: boolean;
  /** True if more than room decides where its pods go, so that nothing is proven of them. */
  readonly unproven?: boolean;
}

/** How many pods of a kind one node holds when it holds nothing else. */
export function perNode({ demand, apart }: PodKind, room: Demand): number {
  let most = apart ? 1n : BigInt(Number.MAX_SAFE_INTEGER);
  for (const [resource, amount] of demand) {
    const has = room.get(resource);
    if (amount > 0n && has !== undefined) {
      const times = has < 0n ? 0n : has / amount;
      most = times < most ? times : most;
    }
  }
  return Number(most);
}
