/**
 * Which running work gives way to queued work. What gives way is stopped and queued again, so it should resume from checkpoints.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/preemption/
 * @example QueuePreemption.RECLAIM
 */
export class QueuePreemption {
  /** None: what has started gets done, and a quota that is lent comes back when the borrower ends. */
  public static readonly NEVER = new QueuePreemption('NEVER', 'Never', 'Never');
  /** Work of others of the cohort that runs on this queue's own quota, whatever its priority. */
  public static readonly RECLAIM = new QueuePreemption('RECLAIM', 'Any', 'Never');
  /** That, and work of a lower priority in this queue. */
  public static readonly PRIORITY = new QueuePreemption('PRIORITY', 'Any', 'LowerPriority');

  private constructor(private readonly name: string, private readonly reclaim: string, private readonly within: string) {}

  /** As it is written in a program. */
  public toString(): string {
    return `QueuePreemption.${this.name}`;
  }

  /** The `preemption` of a ClusterQueue; nothing where Kueue's own default says the same. @internal */
  public _render(inCohort: boolean): object | undefined {
    const { within } = this;
    const reclaim = inCohort ? this.reclaim : 'Never';
    return reclaim === 'Never' && within === 'Never' ? undefined : {
      ...reclaim !== 'Never' && { reclaimWithinCohort: reclaim },
      ...within !== 'Never' && { withinClusterQueue: within },
    };
  }
}
