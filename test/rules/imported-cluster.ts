import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importNodes } from '../../src/cli/import-nodes/import-nodes';
import { Cluster } from '../../src/cluster/cluster';

/** A cluster with one node of 8 CPUs, 32 GiB and these labels, as its file is read that `import-nodes` writes. */
export function importedCluster(name: string, labels: object): Cluster {
  const folder = mkdtempSync(join(tmpdir(), 'imported-'));
  const amounts = { 'cpu': '8', 'memory': '32Gi', 'ephemeral-storage': '100Gi', 'pods': '110', 'hugepages-2Mi': '0' };
  const node = {
    kind: 'Node',
    metadata: { name: 'n1', labels: { 'kubernetes.io/hostname': 'n1', 'kubernetes.io/os': 'linux', 'node.kubernetes.io/instance-type': 'small', ...labels } },
    status: { capacity: amounts, allocatable: amounts },
  };
  try {
    writeFileSync(join(folder, 'cluster.yaml'), importNodes(JSON.stringify(node), name).text);
    return Cluster.fromFile(join(folder, 'cluster.yaml'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
