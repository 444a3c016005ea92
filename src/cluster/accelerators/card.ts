/** What is known of a kind of card, or of a part of one. */
export interface Card {
  /** How messages call it. */
  readonly name: string;
  /** How messages call the card that it is a part of, if it is one. */
  readonly whole?: string;
  /** The extended resource that its device plugin offers. */
  readonly resource: string;
  /** MiB of its memory, as its own tools report them. */
  readonly mebibytes?: number;
  /** What its vendor's driver calls it; a card that is sold on several boards has several names. */
  readonly products?: readonly string[];
  /** The parts that it can be cut into. */
  readonly mig?: MigTable;
  /** How many of it one card can be cut into, if it is a part of one. */
  readonly perCard?: number;
  /** The slices that it is rented in. */
  readonly tpu?: TpuGeneration;
}

/** The MIG profiles of a card: for each how many of the card's slices of memory it has. */
export interface MigTable {
  readonly slices: number;
  readonly profiles: { readonly [profile: string]: number };
}

/** A generation of TPUs on GKE. */
export interface TpuGeneration {
  /** Value of the node label `cloud.google.com/gke-tpu-accelerator`. */
  readonly label: string;
  /** The topologies that a slice can have, the smallest first. */
  readonly topologies: readonly string[];
  /** Whether larger slices are cuboids with sides of 4, 8, 12 …, the shortest first. */
  readonly cuboids: boolean;
  /** Chips in one host, for slices that are one host; larger slices are made of hosts of 4. */
  readonly singleHost: { readonly [topology: string]: number };
  /** Chips of the largest slice. */
  readonly most: number;
}
