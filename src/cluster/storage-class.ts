/** How nodes may mount a volume. */
export enum AccessMode {
  /** One node, to read and write. */
  READ_WRITE_ONCE = 'ReadWriteOnce',
  /** One pod, to read and write. */
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
  /** Many nodes, to read. */
  READ_ONLY_MANY = 'ReadOnlyMany',
  /** Many nodes, to read and write. */
  READ_WRITE_MANY = 'ReadWriteMany',
}

/**
 * A storage class of a cluster.
 *
 * @see https://kubernetes.io/docs/concepts/storage/storage-classes/
 */
export interface ClusterStorageClass {
  /** Its name. */
  readonly name: string;
  /**
   * The access modes that its driver can serve.
   * @default - unknown; that a claim's mode is served is then not judged
   */
  readonly accessModes?: AccessMode[];
  /**
   * The class of claims that name none.
   * @default false
   */
  readonly isDefault?: boolean;
  /**
   * Its driver can make a volume from another one.
   * @default - unknown
   */
  readonly canClone?: boolean;
  /**
   * Its driver can take snapshots.
   * @default - unknown
   */
  readonly canSnapshot?: boolean;
}
