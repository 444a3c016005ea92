import { ITrainingQueue } from './training-queue-labels';
import { isDnsSubdomain } from '../../border/names';
import { Problems } from '../../border/problems';

/** A LocalQueue by its name, whoever makes it. */
export class NamedQueue implements ITrainingQueue {
  /**
   * @param where what messages begin with
   * @throws if a name can be none of an object
   */
  constructor(private readonly where: string, public readonly localQueueName: string, public readonly priorityClassName: string | undefined) {
    const problems = new Problems(where);
    checkQueueName(problems, 'name', localQueueName);
    problems.throw();
  }

  public withPriority(priorityClassName: string): ITrainingQueue {
    const problems = new Problems(this.where);
    checkQueueName(problems, 'priorityClassName', priorityClassName);
    problems.throw();
    return new NamedQueue(this.where, this.localQueueName, priorityClassName);
  }
}

/** Records a problem unless `value` names an object and fits into a label, for workloads carry it as one. */
export function checkQueueName(problems: Problems, property: string, value: string): void {
  if (!(typeof value === 'string' && isDnsSubdomain(value) && value.length <= 63)) {
    problems.add(property, "a name that fits into a label (at most 63 of a-z, 0-9, '-' and '.', with a letter or digit at both ends)", value, 'workloads carry it as a label; choose another name');
  }
}
