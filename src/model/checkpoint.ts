import { Duration, Size } from 'cdk8s';
import { CheckpointOptions, ClaimCheckpointOptions, VolumeCheckpointOptions } from './checkpoint-options';
import { checkSeconds, checkSize, secondsOf } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { isDnsSubdomain } from '../border/names';
import { checkMountPath } from '../border/paths';
import { Problems } from '../border/problems';
import { checkUri } from '../border/uri';
import { AccessMode } from '../cluster/storage-class';

/** Where checkpoints are, as data. */
export type CheckpointPlace =
  | { readonly kind: 'volume'; readonly size: Size; readonly storageClassName?: string; readonly mountPath: string; readonly accessMode: AccessMode }
  | { readonly kind: 'claim'; readonly claimName: string; readonly mountPath: string; readonly accessMode: AccessMode }
  | { readonly kind: 'objects'; readonly uri: string };

/** Where checkpoints are put in object storage, and by which scheme. */
const SCHEMES = ['s3', 'gs', 'az', 'abfs', 'abfss'];

/**
 * Where and how often a training saves its state, so that an interruption costs what was done since the last save and not the whole run.
 *
 * The program finds the folder of its run in `CHECKPOINT_PATH`, a path or an address, and the interval in `CHECKPOINT_INTERVAL_SECONDS`. It looks there when it starts,
 * and goes on from the newest save that is whole: write to another name and rename, or a save that was cut off is taken for one.
 *
 * @example Checkpoint.onObjectStorage('s3://checkpoints/embedding/', { every: Duration.minutes(20) })
 */
export class Checkpoint {
  /**
   * On a volume of the training's own. Its claim outlives the runs, each of which has a folder of its own. Nobody but the programs takes anything away there: where runs follow
   * each other, each takes away the folders of those before it, or the volume has room for all of them.
   *
   * @param size of the volume: that of two saves at least, for the old one is there until the new one is whole
   */
  public static onVolume(size: Size, options: VolumeCheckpointOptions): Checkpoint {
    checkCall('Checkpoint.onVolume', [size, options]);
    const { storageClassName } = options;
    return new Checkpoint({ kind: 'volume', size, storageClassName, ...seen(options) }, options);
  }

  /** On a PersistentVolumeClaim that exists in the namespace, for this training alone. */
  public static onClaim(claimName: string, options: ClaimCheckpointOptions): Checkpoint {
    checkCall('Checkpoint.onClaim', [claimName, options]);
    return new Checkpoint({ kind: 'claim', claimName, ...seen(options) }, options);
  }

  /**
   * In object storage, to which the program itself writes, and which the training's network policy lets it call: port 443 outside. Storage with an endpoint in the
   * cluster needs `allowTo`.
   *
   * @param uri of a folder, without credentials: `s3://…`, `gs://…`, `az://…`, `abfs://…`. The workload's `identity` may write there
   */
  public static onObjectStorage(uri: string, options: CheckpointOptions): Checkpoint {
    checkCall('Checkpoint.onObjectStorage', [uri, options]);
    return new Checkpoint({ kind: 'objects', uri }, options);
  }

  /** Time from one save to the next. */
  public readonly every: Duration;
  /** How long one save takes. */
  public readonly saveTime: Duration;

  private constructor(/** @internal */ public readonly _place: CheckpointPlace, { every, saveTime }: CheckpointOptions) {
    this.every = every;
    this.saveTime = saveTime ?? Duration.seconds(25);
  }

  /** True if pods on several nodes can write to it at once. @internal */
  public get _isShared(): boolean {
    const place = this._place;
    return place.kind === 'objects' || place.accessMode === AccessMode.READ_WRITE_MANY;
  }

  /** The folder of a run in which it saves. @internal */
  public _folder(run: string): string {
    const place = this._place;
    return `${(place.kind === 'objects' ? place.uri : place.mountPath).replace(/\/+$/, '')}/${run}`;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const place = this._place;
    if (place.kind === 'objects') {
      checkUri(problems, `${property}.uri`, place.uri, SCHEMES, 's3://checkpoints/embedding/');
    } else {
      checkMountPath(problems, `${property}.mountPath`, place.mountPath, '/checkpoints');
      if (place.accessMode === AccessMode.READ_ONLY_MANY) {
        problems.add(`${property}.accessMode`, 'one that lets a pod write', place.accessMode, 'use AccessMode.READ_WRITE_ONCE');
      }
    }
    if (place.kind === 'volume') {
      checkSize(problems, `${property}.size`, place.size);
    }
    const named = place.kind === 'claim' ? place.claimName : place.kind === 'volume' ? place.storageClassName : undefined;
    if (named !== undefined && !isDnsSubdomain(named)) {
      problems.add(`${property}.${place.kind === 'claim' ? 'claimName' : 'storageClassName'}`, 'a DNS subdomain', named, `copy it from 'kubectl get ${place.kind === 'claim' ? 'pvc' : 'storageclasses'}'`);
    }
    checkSeconds(problems, `${property}.every`, this.every, 1);
    checkSeconds(problems, `${property}.saveTime`, this.saveTime, 1);
    if (secondsOf(this.saveTime) >= secondsOf(this.every)) {
      problems.add(`${property}.every`, `above saveTime (${secondsOf(this.saveTime)} s)`, `${secondsOf(this.every)} s`, 'the training would do nothing but save; save less often');
    }
  }
}

function seen({ mountPath, accessMode }: ClaimCheckpointOptions): { readonly mountPath: string; readonly accessMode: AccessMode } {
  return { mountPath: mountPath ?? '/checkpoints', accessMode: accessMode ?? AccessMode.READ_WRITE_ONCE };
}
