import type { PodFailurePolicyRule } from 'kubernetes-types/batch/v1';
import { checkCall } from '../border/check-kinds';
import { Problems } from '../border/problems';

/** What the exit codes of a program mean. */
export interface ExitCodesProps {
  /**
   * The input of this shard is wrong, and would be the next time: the shard has failed at once, the others go on (`FailIndex`). `sysexits.h` has 65 for it.
   * @default - none
   */
  readonly badInput?: number[];
  /**
   * Nothing can be right, for any shard: a missing model, a wrong configuration. The whole job has failed at once (`FailJob`). `sysexits.h` has 78 for it.
   * @default - none
   */
  readonly fatal?: number[];
  /**
   * Worth another try: all others that are named nowhere are then as final for their shard as `badInput`, 137 (killed, for want of memory mostly) among them.
   * `sysexits.h` has 75 for it.
   * @default - all that are named nowhere are worth another try
   */
  readonly worthRetry?: number[];
}

/**
 * What the exit codes of a program mean for the retries of its shard. A pod that is disrupted has not failed, whatever it exits with. What fetches an artifact ends with
 * codes of its own, which are not looked at here: a fetch that fails is worth another try.
 *
 * @see https://kubernetes.io/docs/tasks/job/pod-failure-policy/
 * @example ExitCodes.of({ badInput: [65], fatal: [78] })
 */
export class ExitCodes {
  /** As given. */
  public static of(props: ExitCodesProps): ExitCodes {
    checkCall('ExitCodes.of', [props]);
    return new ExitCodes({ ...props });
  }

  private constructor(private readonly props: ExitCodesProps) {}

  /** Records what is wrong with them. @internal */
  public _check(problems: Problems, property: string): void {
    const places = new Map<number, string>();
    for (const meaning of MEANINGS) {
      const codes = this.props[meaning];
      if (codes?.length === 0) {
        problems.add(`${property}.${meaning}`, 'at least one exit code', codes, 'leave it out');
      }
      for (const code of codes ?? []) {
        const place = `${property}.${meaning}`;
        const other = places.get(code);
        if (!(Number.isInteger(code) && code >= 1 && code <= 255)) {
          problems.add(place, 'exit codes from 1 to 255', code, code === 0 ? 'take it away; 0 is success' : 'give what the program exits with');
        } else if (other !== undefined) {
          problems.say(`exit code ${code} is given ${other === place ? `twice by '${place}'` : `by '${other}' and by '${place}'`}; leave it in one place`);
        }
        places.set(code, place);
      }
    }
  }

  /** As rules, the gravest first: of several that match the first one counts. @internal */
  public _rules(containerName: string): PodFailurePolicyRule[] {
    const { badInput, fatal, worthRetry } = this.props;
    const rule = (action: string, operator: string, codes: number[] | undefined): PodFailurePolicyRule[] => (codes
      ? [{ action, onExitCodes: { containerName, operator, values: [...codes].sort((a, b) => a - b) } }]
      : []);
    return [...rule('FailJob', 'In', fatal), ...rule('FailIndex', 'In', badInput), ...rule('FailIndex', 'NotIn', worthRetry)];
  }
}

const MEANINGS = ['badInput', 'fatal', 'worthRetry'] as const;
