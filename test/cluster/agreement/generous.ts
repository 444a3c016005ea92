import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { stringify } from 'yaml';
import { Cluster } from '../../../src';

const MACHINE = { 'cpu': '192', 'memory': '2Ti', 'ephemeral-storage': '6Ti', 'pods': '250' };

/**
 * A cluster with more of everything than an example can ask for, so that an error about room is a false one: machines with whatever labels examples select,
 * cards with their usual taint and without, TPUs as GKE has them.
 *
 * @param complete whether its nodes have nothing beside that, as of an imported cluster, or perhaps more than its pools declare
 */
export function generousCluster(complete: boolean): Cluster {
  const pool = (name: string, devices: object = {}, { labels, ...more }: { readonly labels?: object; readonly [fact: string]: unknown } = {}) => {
    const share = { ...MACHINE, ...devices };
    return { name, minNodes: 0, maxNodes: 100, complete, capacity: share, allocatable: share, labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...labels }, ...more };
  };
  const gpus = { 'nvidia.com/gpu': '8' };
  const accelerator = { name: 'nvidia-h100', resource: 'nvidia.com/gpu', perNode: 8 };
  const tpus = (topology: string) => pool(`tpus-${topology}`, { 'google.com/tpu': '4' }, {
    accelerator: { name: 'tpu-v5e', resource: 'google.com/tpu', perNode: 4, topology },
    labels: { 'cloud.google.com/gke-tpu-accelerator': 'tpu-v5-lite-podslice', 'cloud.google.com/gke-tpu-topology': topology },
    taints: [{ key: 'google.com/tpu', value: 'present', effect: 'NoSchedule' }],
  });
  const file = {
    cluster: 'generous',
    version: '1.36',
    pools: [
      pool('general', {}, { labels: { 'node-type': 'training' } }),
      pool('gpus', gpus, { accelerator, taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] }),
      pool('open-gpus', gpus, { accelerator }),
      tpus('2x4'), tpus('4x4'),
    ],
  };
  const path = join(mkdtempSync(join(tmpdir(), 'generous-')), 'cluster.yaml');
  writeFileSync(path, stringify(file));
  return Cluster.fromFile(path);
}
