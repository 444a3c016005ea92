import { flavorPools } from './flavor-pools';
import { nearest } from '../../border/nearest';
import { Truth } from '../../capacity/nodes/truth';
import { Severity } from '../../manifest/finding';
import { CLUSTER_QUEUE, RESOURCE_FLAVOR } from '../../reading/queues';
import { mapOf, mapsOf, textOf, written } from '../../reading/shape';
import { Rule } from '../rule';

/** Quotas of nodes that nobody has. */
export const queueFlavors: Rule = {
  id: 'ML-QUEUE-003',
  title: 'the flavors of queues exist, and some pool has their nodes',
  severity: Severity.WARNING,
  why: 'A ClusterQueue with a flavor that is not there is inactive and starts nothing; work that is admitted to a flavor whose labels no node has is started and stays Pending, and holds its quota meanwhile. (https://kueue.sigs.k8s.io/docs/concepts/resource_flavor/)',
  fix: 'Make the ResourceFlavor, give it the labels of a pool, or declare it with External.declare.',
  example: "ClusterQueue 'research' has a quota of ResourceFlavor 'a10', which is not among the manifests, and is inactive without it; mend the name (is it 'a100'?), make the flavor, or declare it with External.declare",
  judges: [CLUSTER_QUEUE, RESOURCE_FLAVOR],
  check(set, report) {
    for (const queue of set.ofKind(CLUSTER_QUEUE)) {
      for (const { name } of mapsOf(queue.spec.resourceGroups).flatMap(({ flavors }) => mapsOf(flavors))) {
        if (textOf(name) !== undefined && !set.find(RESOURCE_FLAVOR, undefined, name) && !set.external('ResourceFlavor', undefined, name)) {
          const [near] = nearest(name, set.namesOf(RESOURCE_FLAVOR, undefined));
          const hint = near === undefined ? '' : ` (is it '${near}'?)`;
          report(queue, `${queue.called} has a quota of ResourceFlavor '${name}', which is not among the manifests, and is inactive without it; mend the name${hint}, make the flavor, or declare it with External.declare`);
        }
      }
    }
    for (const flavor of set.ofKind(RESOURCE_FLAVOR)) {
      const pools = flavorPools(flavor);
      if (pools && pools.every(({ truth }) => truth <= Truth.UNLIKELY)) {
        const labels = Object.entries(mapOf(flavor.spec.nodeLabels)).map(([key, value]) => `${key}=${written(value)}`).join(', ');
        report(flavor, `${flavor.called} stands for nodes with ${labels}, which no pool of cluster '${flavor.cluster!.name}' has (${pools.map(({ pool }) => pool.name).join(', ')}); mend its nodeLabels, or declare the labels of the pool`);
      }
    }
  },
};
