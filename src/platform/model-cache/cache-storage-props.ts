import { Size } from 'cdk8s';

/** The volume of a cache. */
export interface CacheStorageProps {
  /**
   * Its StorageClass.
   * @default - the one that the cluster gives to claims that name none
   */
  readonly storageClass?: string;
}

/** A volume that many nodes mount and one writes to. */
export interface SharedStorageProps extends CacheStorageProps {
  /**
   * How much it holds, a number of its own: the claim is one for all revisions, and the API lets nobody ask for less later, as a smaller next model would. For the
   * revision that serves, the next one, and those that `kubectl rollout undo` goes back to, with a sixteenth more for the file system. Nothing takes an old one away;
   * a Job that finds no room says so. Raise it where the class lets claims grow (`allowVolumeExpansion`), and never lower it.
   * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
   */
  readonly size: Size;
  /**
   * For how many revisions of this artifact there has to be room side by side: a `size` without it is refused.
   * @default 2
   */
  readonly versions?: number;
}

/** A volume for each revision, a copy of which readers get. */
export interface ClonedStorageProps extends CacheStorageProps {
  /**
   * How much it holds.
   * @default - what the artifact weighs and a sixteenth more for the file system, in whole GiB
   */
  readonly size?: Size;
}

/** A volume whose snapshot is what readers get. */
export interface SnapshotStorageProps extends ClonedStorageProps {
  /**
   * The VolumeSnapshotClass.
   * @default - the default one of the storage's driver
   */
  readonly snapshotClass?: string;
}
