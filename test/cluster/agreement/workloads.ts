import { Habit, podSpec } from './pods';
import { Random } from './random';

const template = (name: string, spec: any) => ({ metadata: { labels: { app: name } }, spec });
const selector = (name: string) => ({ matchLabels: { app: name } });

/** How a Deployment may roll. */
export function strategyOf(random: Random): any {
  const amount = () => random.pick<unknown>([0, 1, 1, 2, '0%', '20%', '25%', '50%', '75%']);
  const isNothing = (value: unknown) => value === 0 || value === '0%';
  switch (random.int(0, 5)) {
    case 0: return {};
    case 1: return { strategy: { type: 'Recreate' } };
    case 2: return { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } };
    default: {
      const maxSurge = amount();
      const maxUnavailable = amount();
      // both nothing is refused
      return { strategy: { rollingUpdate: { maxSurge: isNothing(maxSurge) && isNothing(maxUnavailable) ? 1 : maxSurge, maxUnavailable } } };
    }
  }
}

/** What scales a Deployment; it has no metrics here, and the suite scales by hand to where it would. */
export function autoscaler(name: string, min: number, max: number): any {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [{ type: 'Pods', pods: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '5' } } }],
    },
  };
}

/** A random workload of any kind, and its autoscaler if it has one. */
export function workload(random: Random, name: string, habit: Habit, change: (spec: any) => any): any[] {
  const spec = change(podSpec(random, habit));
  switch (random.pick(['Deployment', 'Deployment', 'Deployment', 'Deployment', 'StatefulSet', 'StatefulSet', 'ReplicaSet', 'Job', 'Job', 'CronJob', 'Pod'])) {
    case 'StatefulSet': return [{
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name },
      spec: {
        replicas: random.int(0, 3),
        serviceName: name,
        selector: selector(name),
        template: template(name, spec),
        ...random.chance(0.5) ? { podManagementPolicy: 'Parallel' } : {},
      },
    }];
    case 'ReplicaSet': return [{
      apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name }, spec: { replicas: random.int(0, 3), selector: selector(name), template: template(name, spec) },
    }];
    case 'Job': return [{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { ...jobSpec(random, name, spec), ...random.chance(0.15) ? { suspend: true } : {} } }];
    case 'CronJob': return [{
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name },
      // no run of it starts by itself while the suite runs
      spec: { schedule: '0 0 29 2 *', concurrencyPolicy: random.pick(['Forbid', 'Replace']), jobTemplate: { spec: jobSpec(random, name, spec) } },
    }];
    case 'Pod': return [{
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { app: name } },
      spec: { ...spec, ...deadline(random), ...random.chance(0.5) ? { restartPolicy: 'Never' } : {} },
    }];
    default: return deployment(random, name, spec);
  }
}

/** A Deployment, and its autoscaler if it has one. */
export function deployment(random: Random, name: string, spec: any): any[] {
  const scaled = random.chance(0.4);
  const min = random.int(1, 3);
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { ...scaled ? {} : { replicas: random.int(random.chance(0.1) ? 0 : 1, 4) }, ...strategyOf(random), selector: selector(name), template: template(name, spec) },
  };
  return scaled ? [object, autoscaler(name, min, min + random.int(0, 3))] : [object];
}

function jobSpec(random: Random, name: string, spec: any): any {
  return {
    parallelism: random.int(1, 3),
    ...random.chance(0.5) ? { completions: random.int(1, 4) } : {},
    template: template(name, { restartPolicy: 'Never', ...spec, ...deadline(random) }),
  };
}

/** A deadline of the pod itself, by which some quotas know it. */
const deadline = (random: Random) => (random.chance(0.3) ? { activeDeadlineSeconds: 86400 } : {});
