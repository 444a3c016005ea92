import { Faults, given } from './faults';
import { Severity } from '../../manifest/finding';
import { isMap, mapOf, Shape } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';

const DEFAULT_DEADLINE = 600;

/** Replicas and rollout strategies that the API server refuses. */
export const rollout: Rule = {
  id: 'ML-API-008',
  title: 'replicas and rollout strategy are legal',
  severity: Severity.ERROR,
  why: 'The API server refuses the workload (ValidateDeploymentSpec and its siblings): a rollout that may neither add nor remove a pod, a deadline before a pod can count as ready, pods that would not be restarted.',
  fix: 'Let maxSurge or maxUnavailable be more than 0, and keep progressDeadlineSeconds above minReadySeconds.',
  example: "Deployment 'chat': maxSurge 0 and maxUnavailable 0 leave a rollout nothing to do; raise one of them",
  judges: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet'],
  check(set, report) {
    for (const kind of this.judges) {
      for (const owner of set.ofKind(kind)) {
        checkOwner(new Faults(report, owner), owner);
      }
    }
    for (const deployment of set.ofKind('apps/Deployment')) {
      checkDeployment(new Faults(report, deployment), deployment.spec);
    }
  },
};

function checkOwner(faults: Faults, { kind, spec }: Subject): void {
  if (kind !== 'apps/DaemonSet') {
    faults.whole('spec.replicas', spec.replicas, 0);
  }
  faults.whole('spec.minReadySeconds', spec.minReadySeconds, 0);
  faults.whole('spec.revisionHistoryLimit', spec.revisionHistoryLimit, 0);
  if (kind === 'apps/StatefulSet' || kind === 'apps/DaemonSet') {
    checkUpdates(faults, kind, mapOf(spec.updateStrategy));
  }
  const pod = mapOf(mapOf(spec.template).spec);
  if (given(pod.restartPolicy) && pod.restartPolicy !== '' && pod.restartPolicy !== 'Always') {
    faults.must('template.spec.restartPolicy', 'Always', pod.restartPolicy, 'leave it out, or make it a Job');
  }
  if (given(pod.activeDeadlineSeconds)) {
    faults.say('template.spec.activeDeadlineSeconds must not be set, its pods are to run for ever; take it away, or make it a Job');
  }
}

/** Of a StatefulSet `maxUnavailable` is not looked at: where its feature gate is off, as it is by default, the server leaves it out. */
function checkUpdates(faults: Faults, kind: string, { type, rollingUpdate }: Shape): void {
  faults.oneOf('spec.updateStrategy.type', type, ['RollingUpdate', 'OnDelete']);
  if (!isMap(rollingUpdate)) {
    return;
  }
  if (kind === 'apps/StatefulSet') {
    faults.whole('spec.updateStrategy.rollingUpdate.partition', rollingUpdate.partition, 0);
    if (type === 'OnDelete') {
      faults.say('spec.updateStrategy.rollingUpdate must not be set with type OnDelete; take it away, or roll out with RollingUpdate');
    }
  } else if (type !== 'OnDelete') {
    const { maxSurge, maxUnavailable } = rollingUpdate;
    faults.amountOrPercent('spec.updateStrategy.rollingUpdate.maxSurge', maxSurge, 100);
    faults.amountOrPercent('spec.updateStrategy.rollingUpdate.maxUnavailable', maxUnavailable, 100);
    const surges = given(maxSurge) && !isNothing(maxSurge);
    if (!surges && isNothing(maxUnavailable)) {
      faults.say(`maxSurge ${maxSurge ?? 0} and maxUnavailable ${maxUnavailable} leave a rollout nothing to do; raise one of them`);
    } else if (surges && !isNothing(maxUnavailable)) {
      faults.say(`maxSurge ${maxSurge} and maxUnavailable ${maxUnavailable ?? 1} stand together, and of a DaemonSet one of them has to be 0; set maxUnavailable to 0 or take maxSurge away`);
    }
  }
}

function checkDeployment(faults: Faults, spec: Shape): void {
  faults.whole('spec.progressDeadlineSeconds', spec.progressDeadlineSeconds, 0);
  const deadline = spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE;
  const ready = spec.minReadySeconds ?? 0;
  if (typeof deadline === 'number' && typeof ready === 'number' && deadline <= ready) {
    faults.say(`spec.progressDeadlineSeconds ${deadline} is not above minReadySeconds ${ready}, so that no rollout could succeed; raise the deadline`);
  }
  const strategy = mapOf(spec.strategy);
  faults.oneOf('spec.strategy.type', strategy.type, ['RollingUpdate', 'Recreate']);
  const rolling = strategy.rollingUpdate;
  if (!isMap(rolling)) {
    return;
  }
  if (strategy.type === 'Recreate') {
    faults.say('spec.strategy.rollingUpdate must not be set with type Recreate; take it away, or roll out with RollingUpdate');
    return;
  }
  faults.amountOrPercent('spec.strategy.rollingUpdate.maxSurge', rolling.maxSurge);
  faults.amountOrPercent('spec.strategy.rollingUpdate.maxUnavailable', rolling.maxUnavailable, 100);
  if (isNothing(rolling.maxSurge) && isNothing(rolling.maxUnavailable)) {
    faults.say(`maxSurge ${rolling.maxSurge} and maxUnavailable ${rolling.maxUnavailable} leave a rollout nothing to do; raise one of them`);
  }
}

/** 0 or 0 %; what is absent is 25 %. */
function isNothing(amount: unknown): boolean {
  return amount === 0 || (typeof amount === 'string' && /^0+%$/.test(amount));
}
