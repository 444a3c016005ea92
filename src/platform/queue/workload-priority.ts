import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { freeIdInChart } from '../free-id';
import { metadataAt } from '../scope';
import { checkQueueName } from './training-queue-named';
import { checkWhole, INT32 } from '../../border/amounts';
import { checkKinds } from '../../border/check-kinds';
import { Problems } from '../../border/problems';
import { clusterWideObject } from '../../manifest/cluster-wide-object';
import { present } from '../../manifest/present';
import { QUEUE_API } from '../../reading/queues';

/** Properties of `WorkloadPriority`. */
export interface WorkloadPriorityProps {
  /** The higher the sooner: what stands in a queue without a class has the priority of its pods, 0 as a rule. */
  readonly value: number;
  /**
   * Name of the WorkloadPriorityClass.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * When to use it, for people.
   * @default - nothing
   */
  readonly description?: string;
}

/**
 * A priority in queues (Kueue's WorkloadPriorityClass): who is next, and with `QueuePreemption.PRIORITY` who gives way. It does not touch the priority of pods on nodes, so
 * that queued work never puts a service out.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/workload_priority_class/
 * @example
 * new WorkloadPriority(chart, 'production', { value: 1000, description: 'models that serve' });
 */
export class WorkloadPriority extends Construct {
  /** Its name, for `withPriority` of a queue. */
  public readonly name: string;
  /** The WorkloadPriorityClass. */
  public readonly apiObject: ApiObject;

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: WorkloadPriorityProps) {
    super(scope, freeIdInChart(scope, id));
    checkKinds(this.node.path, 'WorkloadPriorityProps', props, new.target !== WorkloadPriority);
    this.name = props.name ?? id;
    const problems = new Problems(this.node.path);
    checkQueueName(problems, props.name === undefined ? 'id' : 'name', this.name);
    checkWhole(problems, 'value', props.value, -INT32, INT32);
    if ((props.description ?? '').length > 2048) {
      problems.add('description', 'of at most 2048 characters', props.description!.length, 'shorten it');
    }
    problems.throw();
    const { namespace: _, ...metadata } = metadataAt(this, { name: this.name });
    this.apiObject = clusterWideObject(this, 'Resource', present({
      apiVersion: QUEUE_API,
      description: props.description,
      kind: 'WorkloadPriorityClass',
      metadata,
      value: props.value,
    }));
  }
}
