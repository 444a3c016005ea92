import { ClonedStorageProps, SharedStorageProps, SnapshotStorageProps } from './cache-storage-props';
import { bytesOf, checkSize, checkWhole, sizeText } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { isDnsSubdomain } from '../../border/names';
import { Problems } from '../../border/problems';
import { Cluster } from '../../cluster/cluster';
import { AccessMode, ClusterStorageClass } from '../../cluster/storage-class';

type CacheStorageKind = 'shared' | 'cloned' | 'snapshotted';
const GIBIBYTE = 1024 ** 3;

/**
 * How the volume of a cache gets from the one who fills it to all who read it: it depends on what the storage of the cluster can do.
 *
 * @example CacheStorage.cloned({ storageClass: 'premium-rwo', size: Size.gibibytes(50) })
 */
export class CacheStorage {
  /**
   * One ReadWriteMany volume: a network file system (Filestore, EFS, Azure Files, CephFS). Each revision is a folder of it, which appears when it is complete.
   *
   * @example CacheStorage.shared({ storageClass: 'efs', size: Size.gibibytes(100) })
   */
  public static shared(props: SharedStorageProps): CacheStorage {
    checkCall('CacheStorage.shared', [props]);
    return new CacheStorage('shared', props, props.versions ?? 2);
  }

  /**
   * A ReadWriteOnce volume for each revision, and a ReadOnlyMany clone of it for the readers, where the driver clones and many nodes can read one disk: Google's
   * Persistent Disk and Hyperdisk ML, Ceph RBD. Disks of EBS and Azure are read by one node at a time.
   * @see https://kubernetes.io/docs/concepts/storage/volume-pvc-datasource/
   * @see https://docs.cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/readonlymany-disks
   */
  public static cloned(props: ClonedStorageProps = {}): CacheStorage {
    checkCall('CacheStorage.cloned', [props]);
    return new CacheStorage('cloned', props, 1);
  }

  /**
   * As `cloned`, with a snapshot between the two: a copy that outlives the volume it was taken of, and from which a volume can be made in another zone.
   * @see https://kubernetes.io/docs/concepts/storage/volume-snapshots/
   */
  public static snapshotted(props: SnapshotStorageProps = {}): CacheStorage {
    checkCall('CacheStorage.snapshotted', [props]);
    return new CacheStorage('snapshotted', props, 1);
  }

  private constructor(
    /** @internal */ public readonly _kind: CacheStorageKind,
    /** @internal */ public readonly _props: SnapshotStorageProps,
    private readonly versions: number,
  ) {}

  /** True if readers have a copy, which is made when the volume is filled. @internal */
  public get _isCopied(): boolean {
    return this._kind !== 'shared';
  }

  /** How much its volume holds, as claims say it. @param bytes that the artifact weighs @internal */
  public _size(bytes: number): string {
    const { size } = this._props;
    return sizeText(size ? bytesOf(size) : Math.ceil(bytes * 17 / 16 / GIBIBYTE) * GIBIBYTE);
  }

  /** Records what is wrong with it. @param bytes that the artifact weighs, if that is known @internal */
  public _check(problems: Problems, property: string, bytes: number | undefined, cluster: Cluster | undefined): void {
    const { storageClass, size, snapshotClass } = this._props;
    checkSize(problems, `${property}.size`, size);
    checkWhole(problems, `${property}.versions`, this.versions, 1, undefined, 'say for how many revisions there shall be room');
    if (size && bytes !== undefined && bytesOf(size) < this.versions * bytes) {
      const [weight, remedy] = this.versions > 1 ? [`${this.versions} times what the artifact weighs (${sizeText(this.versions * bytes)})`, 'raise it, or say how many versions there shall be room for']
        : [`what the artifact weighs (${sizeText(bytes)})`, 'raise it'];
      problems.add(`${property}.size`, `at least ${weight}`, sizeText(bytesOf(size)), remedy);
    }
    for (const [name, value, kind] of [['storageClass', storageClass, 'StorageClass'], ['snapshotClass', snapshotClass, 'VolumeSnapshotClass']] as const) {
      if (value !== undefined && !isDnsSubdomain(value)) {
        problems.add(`${property}.${name}`, `the name of a ${kind}`, value, `copy it from 'kubectl get ${kind.toLowerCase()}es'`);
      }
    }
    const found = cluster?.storageClasses?.find(({ name, isDefault }) => (storageClass === undefined ? isDefault : name === storageClass));
    if (found && this._isCopied) {
      this.checkClass(problems, property, found, cluster!.name);
    }
  }

  /** What the cluster says of a class that copies are made of. That a claim's class has its mode is a rule's business, but of claims among the manifests only. */
  private checkClass(problems: Problems, property: string, { name, canClone, canSnapshot, accessModes }: ClusterStorageClass, cluster: string): void {
    const can = this._kind === 'cloned' ? canClone : canSnapshot;
    if (can === false) {
      const [what, other] = this._kind === 'cloned' ? ['be cloned', 'snapshotted'] : ['be taken snapshots of', 'cloned'];
      problems.say(`'${property}' copies volumes of storage class '${name}', which cannot ${what}, as cluster '${cluster}' says; use CacheStorage.shared(…) or CacheStorage.${other}(…)`);
    } else if (accessModes && !accessModes.includes(AccessMode.READ_ONLY_MANY)) {
      problems.say(`'${property}' has readers on volumes of storage class '${name}', which cluster '${cluster}' says to be ${accessModes.join(', ')} and not ${AccessMode.READ_ONLY_MANY}; `
        + 'use CacheStorage.shared(…), or a class whose disks many nodes can read');
    }
  }
}
