import { AvailabilityProps } from './availability-props';
import { Scaling } from './scaling/scaling';
import { checkWhole } from '../border/amounts';
import { checkPriorityClass } from '../border/names';
import { Problems } from '../border/problems';

/**
 * Records what is wrong with it.
 *
 * The replicas that it counts against are the fewest that serve. An autoscaler may go down to one and come back with its load; what it then
 * has to leave is one of the most.
 */
export function checkAvailability(problems: Problems, property: string, props: AvailabilityProps, scaling: Scaling): void {
  checkWhole(problems, `${property}.maxDisrupted`, props.maxDisrupted, 1, undefined, 'allow at least one, or no node could ever be drained');
  const fewest = scaling.min > 1 ? scaling.min : scaling.max;
  if (props.maxDisrupted !== undefined && fewest === 1) {
    problems.say(`'${property}.maxDisrupted' is ${props.maxDisrupted} and there is never more than one replica, which no budget can protect; leave it out, or serve with 2`);
  } else if (props.maxDisrupted !== undefined && props.maxDisrupted >= fewest) {
    problems.add(`${property}.maxDisrupted`, `below the ${fewest} replicas`, props.maxDisrupted, 'lower it, or a drain may take every pod at once');
  }
  checkPriorityClass(problems, `${property}.priorityClassName`, props.priorityClassName);
}
