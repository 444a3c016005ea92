import { acceleratorPools, enteredPools } from './entered-pools';
import { Truth } from '../../capacity/nodes/truth';
import { Severity } from '../../manifest/finding';
import { acceleratorsOf } from '../../reading/accelerators';
import { WORKLOADS } from '../../reading/pod-template';
import { mapsOf, Shape } from '../../reading/shape';
import { Rule } from '../rule';

/** A toleration of whatever taint there is. */
export const keylessToleration: Rule = {
  id: 'ML-GPU-002',
  title: 'pods that need no accelerator tolerate no taint of its nodes',
  severity: Severity.WARNING,
  why: 'A toleration with operator Exists and without a key tolerates every taint, that of nodes with accelerators among them. DaemonSets are meant to run '
    + 'everywhere and are left alone. See https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  fix: 'Name the key of the taint that the pod is meant to tolerate.',
  example: "Deployment 'chat' tolerates every taint (operator Exists without a key), so that its pods, which need no accelerator, may be placed in pool 'l4'; name the keys that it is meant to tolerate",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      const { owner, spec } = template;
      const tolerations = mapsOf(spec.tolerations);
      if (!tolerations.some(isKeyless) || owner.kind === 'apps/DaemonSet' || acceleratorPools(owner.cluster).length === 0 || acceleratorsOf(template).length > 0) {
        continue;
      }
      const others = enteredPools(owner.cluster, { ...spec, tolerations: tolerations.filter((toleration) => !isKeyless(toleration)) });
      const opened = enteredPools(owner.cluster, spec).filter(({ pool, truth }) => truth >= Truth.LIKELY && !others.some((other) => other.pool === pool));
      if (opened.length > 0) {
        report(owner, `${owner.called} tolerates every taint (operator Exists without a key), so that its pods, which need no accelerator, may be placed in `
          + `pool ${opened.map(({ pool }) => `'${pool.name}'`).join(', ')}; name the keys that it is meant to tolerate`);
      }
    }
  },
};

const isKeyless = ({ key, operator }: Shape): boolean => !key && operator === 'Exists';
