import { promTime } from '../observability/prom-ql';

/** What tells Prometheus how long the oldest message of a queue has waited. */
export interface OldestMessage {
  /** What the value of the expression is: the seconds, or how many messages wait. */
  readonly value: 'age' | 'waiting';
  /** PromQL that has a value while the oldest message has waited for longer than so many seconds, and none otherwise. */
  longerThan(seconds: number): string;
}

/** By an expression whose value is its age in seconds. */
export function byAge(age: string): OldestMessage {
  return { value: 'age', longerThan: (seconds) => `${age} > ${seconds}` };
}

/** What goes through a queue, as the metrics of its exporter tell it. */
export interface QueueFlow {
  /** The series of a gauge: what waits. */
  readonly waiting: string;
  /** The series of counters: what was taken out of it. */
  readonly taken: string;
  /** True where each node of the broker counts only what it gave out itself, from its first on; otherwise all tell the same number. */
  readonly eachNodeCounts?: boolean;
  /** The label of the parts of the queue that have an order of their own. */
  readonly part?: string;
}

/**
 * By what waits and what was taken, where nobody tells an age: messages are taken in the order in which they came, so if more waited a time ago than were taken
 * since, one that waited then waits still. If fewer, all of them have been taken, so this is no estimate. What comes again (a reset counter, a message that is
 * given out twice) or goes otherwise (a queue that is purged) is nothing that a queue can tell which was empty once in that time, so it is asked for too.
 *
 * It knows no more than Prometheus does: nothing before it has watched the queue for so long, and of a queue by priorities only that as a whole it is slow.
 */
export function byFlow({ waiting, taken, eachNodeCounts, part }: QueueFlow): OldestMessage {
  const most = part ? `max by (${part})` : 'max';
  const given = (at: string) => (eachNodeCounts ? `(sum(${taken}${at}) or vector(0))` : `${most}(${taken}${at})`);
  return {
    value: 'waiting',
    longerThan(seconds) {
      const time = promTime(seconds);
      const ago = ` offset ${time}`;
      const lines = [
        `${most}(${waiting}) > 0`,
        `and ${most}(min_over_time(${waiting}[${time}])) > 0`,
        `and ${most}(${waiting}${ago}) > clamp_min(${given('')} - ${given(ago)}, 0)`,
      ];
      return part ? ['sum(', ...lines.map((line) => `  ${line}`), ')'].join('\n') : lines.join('\n');
    },
  };
}
