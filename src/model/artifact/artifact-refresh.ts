import { Duration } from 'cdk8s';
import { checkSeconds, secondsOf } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { Problems } from '../../border/problems';

/**
 * How running pods get a newer version of an artifact without a rollout: a sidecar fetches the file with the checksums, and where it has changed, the new
 * version beside the one that serves; the link that the server reads is moved once everything is there and verified. What fails leaves what is served.
 *
 * The program no longer says which version that is: whoever may write to the address does. Publish the file with the checksums last.
 *
 * @example ArtifactRefresh.every(Duration.minutes(15))
 */
export class ArtifactRefresh {
  /** Every so often, at least a minute apart; pods that start together drift apart by a tenth of it. */
  public static every(interval: Duration): ArtifactRefresh {
    checkCall('ArtifactRefresh.every', [interval]);
    return new ArtifactRefresh(interval);
  }

  private constructor(private readonly interval: Duration) {}

  /** Seconds from one look to the next. @internal */
  public get _seconds(): number {
    return secondsOf(this.interval);
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    checkSeconds(problems, `${property}.interval`, this.interval, 60);
  }
}
