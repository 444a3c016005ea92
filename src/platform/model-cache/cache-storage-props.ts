import { Size } from 'cdk8s';

/** The volume of a cache. */
export interface CacheStorageProps {
  /**
   * Its StorageClass.
   * @default - the one that the cluster gives to claims that name none
   */
  readonly storageClass?: string;
  /**
   * How much it holds.
   * @default - what the artifact weighs (times `versions` where it is shared) and a sixteenth more for the file system, in whole GiB
   */
  readonly size?: Size;
}

/** A volume that many nodes mount and one writes to. */
export interface SharedStorageProps extends CacheStorageProps {
  /**
   * For how many revisions there is room side by side: the one that serves, the next one, those that `kubectl rollout undo` goes back to. Nothing takes an old
   * one away; a Job that finds no room says so.
   * @default 2
   */
  readonly versions?: number;
}

/** A volume whose snapshot is what readers get. */
export interface SnapshotStorageProps extends CacheStorageProps {
  /**
   * The VolumeSnapshotClass.
   * @default - the default one of the storage's driver
   */
  readonly snapshotClass?: string;
}
