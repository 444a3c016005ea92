import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { freeIdInChart } from '../free-id';
import { NAMESPACE_NAME } from '../labels';
import { PoolQuota } from './pool-quota';
import { QueuePreemption } from './queue-preemption';
import { MlNamespaceBase } from '../namespace/ml-namespace-base';
import { metadataAt, namespaceAt, scopeOf } from '../scope';
import { checkFlavors, makeFlavors } from './training-queue-flavors';
import { ITrainingQueue } from './training-queue-labels';
import { checkQueueName, NamedQueue } from './training-queue-named';
import { TrainingQueueProps } from './training-queue-props';
import { checkCall, checkKinds } from '../../border/check-kinds';
import { isDnsSubdomain } from '../../border/names';
import { Problems } from '../../border/problems';
import { clusterWideObject } from '../../manifest/cluster-wide-object';
import { External } from '../../manifest/external';
import { Manifest } from '../../manifest/manifest';
import { ManifestObject } from '../../manifest/manifest-object';
import { present } from '../../manifest/present';
import { QUEUE_API } from '../../reading/queues';

/** Resources that every node has, in the order of the manifest; the others follow by name. */
const FIRST = ['cpu', 'memory', 'ephemeral-storage'];
/** @see https://github.com/kubernetes-sigs/kueue/blob/v0.19.2/apis/kueue/v1beta2/clusterqueue_types.go */
const MOST_FLAVORS = 64;

/**
 * A team's queue for training and batch work, by Kueue: work starts when all its pods have their quota of the node pools, and waits suspended until then. A gang
 * starts whole or not at all.
 *
 * It makes a ClusterQueue with the quotas, a LocalQueue in each namespace that may use it, and a ResourceFlavor for each pool that no other queue of the app has made.
 * Needs Kueue v0.15 or newer in the cluster.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/
 * @example
 * new TrainingQueue(chart, 'research', {
 *   namespaces: [team],
 *   quotas: [PoolQuota.nodes(cluster.pool('a100'), 2)],
 *   cohort: 'ml',
 * });
 */
export class TrainingQueue extends Construct implements ITrainingQueue {
  /**
   * A queue that somebody else makes: the name of a LocalQueue in the namespace of `scope`.
   *
   * @throws if it can be no name of one
   */
  public static fromExisting(scope: Construct, name: string): ITrainingQueue {
    checkCall('TrainingQueue.fromExisting', [scope, name]);
    const queue = new NamedQueue(scope.node.path, name, undefined);
    External.declare(scope, { kind: 'LocalQueue', name, namespace: namespaceAt(scope) });
    return queue;
  }

  /** Its name. */
  public readonly name: string;
  public readonly localQueueName: string;
  /** None: what stands in it has the priority of its pods, unless `withPriority` says another. */
  public readonly priorityClassName?: string;
  /** The ClusterQueue. */
  public readonly clusterQueue: ApiObject;
  private readonly _localQueues: ApiObject[];
  private readonly _flavors: ApiObject[];

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: TrainingQueueProps) {
    super(scope, freeIdInChart(scope, id));
    checkKinds(this.node.path, 'TrainingQueueProps', props, new.target !== TrainingQueue);
    this.name = props.name ?? id;
    this.localQueueName = this.name;
    this.priorityClassName = undefined;
    const { cluster } = scopeOf(this);
    const quotas = props.quotas.map((quota) => quota._in(cluster));
    const own = MlNamespaceBase._find(this);
    const namespaces = props.namespaces ?? (own ? [own] : []);
    this.check(props, quotas, namespaces);
    this._flavors = makeFlavors(cluster, quotas, this, (manifest) => clusterWideObject(this, `${manifest.kind}-${manifest.metadata.name}`, manifest));
    this.clusterQueue = clusterWideObject(this, 'Resource', this.clusterQueueManifest(props, quotas, namespaces));
    this._localQueues = namespaces.map((namespace) => new ManifestObject(this, `LocalQueue-${namespace.name}`, {
      apiVersion: QUEUE_API,
      kind: 'LocalQueue',
      metadata: metadataAt(namespace, { name: this.localQueueName }),
      spec: { clusterQueue: this.name },
    }));
  }

  /** Its LocalQueues, a copy, in the order of the namespaces. */
  public get localQueues(): ApiObject[] {
    return [...this._localQueues];
  }

  /** The ResourceFlavors that it made, a copy, with their Topologies; those that another queue of the app made are not among them. */
  public get resourceFlavors(): ApiObject[] {
    return [...this._flavors];
  }

  /** This queue for work of a WorkloadPriorityClass (`WorkloadPriority`). */
  public withPriority(priorityClassName: string): ITrainingQueue {
    return new NamedQueue(this.node.path, this.localQueueName, undefined).withPriority(priorityClassName);
  }

  private check(props: TrainingQueueProps, quotas: readonly PoolQuota[], namespaces: readonly MlNamespaceBase[]): void {
    const problems = new Problems(this.node.path);
    checkQueueName(problems, props.name === undefined ? 'id' : 'name', this.name);
    if (quotas.length === 0 || quotas.length > MOST_FLAVORS) {
      problems.add('quotas', `of 1 to ${MOST_FLAVORS} node pools`, quotas.length, 'a queue starts only what it has a quota for: PoolQuota.nodes(cluster.pool(\'a100\'), 2)');
    }
    quotas.forEach((quota, i) => quota._check(problems, `quotas[${i}]`, props.cohort !== undefined));
    if (quotas.length > 0 && props.cohort === undefined && quotas.every(({ _isEmpty }) => _isEmpty)) {
      problems.say("'quotas' are all 0 and there is no 'cohort' to borrow from, so that nothing could ever start; give it a quota, or name a cohort");
    }
    checkFlavors(problems, this, scopeOf(this).cluster, quotas);
    if (namespaces.length === 0) {
      problems.add('namespaces', 'at least one', namespaces, 'nobody could use the queue; name those of its team, or make it below their MlNamespace');
    }
    for (const [i, { name }] of namespaces.entries()) {
      if (namespaces.findIndex((other) => other.name === name) !== i) {
        problems.add(`namespaces[${i}]`, 'named once', name, 'drop the second');
      }
    }
    if (props.cohort !== undefined && !isDnsSubdomain(props.cohort)) {
      problems.add('cohort', "the name of a cohort (at most 253 of a-z, 0-9, '-' and '.')", props.cohort, 'choose another name');
    }
    if (props.cohort === undefined && props.preemption === QueuePreemption.RECLAIM) {
      problems.say("'preemption' is QueuePreemption.RECLAIM and there is no 'cohort' that the quota is lent to; name one, or leave it out");
    }
    problems.throw();
  }

  private clusterQueueManifest(props: TrainingQueueProps, quotas: readonly PoolQuota[], namespaces: readonly MlNamespaceBase[]): Manifest {
    const { cohort, preemption = QueuePreemption.RECLAIM, strictOrder = false } = props;
    // Kueue admits nothing that requests a resource which is not covered, and each flavor has to tell its quota of all of them, be it 0
    const resources = resourcesOf(quotas);
    const { namespace: _, ...metadata } = metadataAt(this, { name: this.name });
    return {
      apiVersion: QUEUE_API,
      kind: 'ClusterQueue',
      metadata,
      spec: present({
        cohortName: cohort,
        namespaceSelector: { matchExpressions: [{ key: NAMESPACE_NAME, operator: 'In', values: namespaces.map(({ name }) => name) }] },
        preemption: preemption._render(cohort !== undefined),
        queueingStrategy: strictOrder ? 'StrictFIFO' : undefined,
        resourceGroups: [{ coveredResources: resources, flavors: quotas.map((quota) => ({ name: quota.flavorName, resources: resources.map((name) => quota._render(name)) })) }],
      }),
    };
  }
}

function resourcesOf(quotas: readonly PoolQuota[]): string[] {
  const names = new Set(quotas.flatMap((quota) => [...quota._perNode.keys()]));
  return [...FIRST.filter((name) => names.has(name)), ...[...names].filter((name) => !FIRST.includes(name)).sort()];
}
