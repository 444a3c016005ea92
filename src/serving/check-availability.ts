import { AvailabilityProps } from './availability-props';
import { checkWhole } from '../border/amounts';
import { isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';

/** Records what is wrong with it. */
export function checkAvailability(problems: Problems, property: string, props: AvailabilityProps): void {
  checkWhole(problems, `${property}.maxDisrupted`, props.maxDisrupted, 1, undefined, 'allow at least one, or no node could ever be drained');
  if (props.priorityClassName !== undefined && !isDnsSubdomain(props.priorityClassName)) {
    problems.add(`${property}.priorityClassName`, 'the name of a PriorityClass', props.priorityClassName, 'copy it from \'kubectl get priorityclasses\'');
  }
}
