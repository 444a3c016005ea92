import { checkCall } from '../border/check-kinds';
import { refusal, show } from '../border/problems';

/**
 * A minor version of Kubernetes, the one whose API the manifests are written for.
 *
 * @example KubernetesVersion.V1_36
 */
export class KubernetesVersion {
  /** Kubernetes 1.35, the oldest that the manifests are written for. */
  public static readonly V1_35 = new KubernetesVersion(1, 35);
  /** Kubernetes 1.36. */
  public static readonly V1_36 = new KubernetesVersion(1, 36);

  /**
   * A version by its numbers.
   *
   * @param version `1.35`, `v1.36` or `1.36.3` (the patch does not matter)
   * @throws unless it is version 1.35 or newer
   */
  public static of(version: string): KubernetesVersion {
    checkCall('KubernetesVersion.of', [version]);
    const match = /^v?(\d+)\.(\d+)(\.\d+)?([-+].*)?$/.exec(version);
    if (!match) {
      throw refusal([`[KubernetesVersion.of] 'version' must be a Kubernetes version like 1.36, got ${show(version)}; take it from 'kubectl version'`]);
    }
    const found = new KubernetesVersion(Number(match[1]), Number(match[2]));
    if (found.compare(KubernetesVersion.V1_35) < 0) {
      throw refusal([`[KubernetesVersion.of] 'version' must be 1.35 or newer, got ${show(version)}; the manifests use fields that older servers do not know`]);
    }
    return found;
  }

  private constructor(
    /** The first of its numbers. */
    public readonly major: number,
    /** The second of its numbers. */
    public readonly minor: number,
  ) {}

  /** Negative if this version is older than `other`, 0 if they are the same. */
  public compare(other: KubernetesVersion): number {
    checkCall('KubernetesVersion.compare', [other]);
    return this.major - other.major || this.minor - other.minor;
  }

  /** `v1.35`: the form in which Pod Security labels pin a version. */
  public toString(): string {
    return `v${this.major}.${this.minor}`;
  }
}
