import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Size } from 'cdk8s';
import { START_TIMEOUT } from './example-cluster';
import { ControlPlane } from './harness/control-plane';
import { nodesOf } from './nodes';
import { Accelerator, Cluster, Cpu, NodePool } from '../../src';
import { importNodes } from '../../src/cli/import-nodes/import-nodes';

/** What the provider's nodes are made from here. */
const DECLARED = Cluster.gke('real', {
  pools: [
    NodePool.cpu('general', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 3 }),
    NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 2, cpu: Cpu.units(24), memory: Size.gibibytes(96), maxNodes: 2, spot: true }),
  ],
});

let control: ControlPlane;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-nodes-'));
  control = await ControlPlane.start();
  for (const pool of DECLARED.pools) {
    for (const node of nodesOf('real', pool)) await control.addNode(node);
  }
}, START_TIMEOUT);
afterAll(async () => {
  await control?.stop();
  rmSync(folder, { recursive: true, force: true });
});

// fails on what only a real API server and real controllers put into a node: conditions, taints, leases, managed fields, Ki and milli units
test('the nodes of a real control plane become the pools that they were made from', async () => {
  const file = join(folder, 'cluster.yaml');
  writeFileSync(file, importNodes(await control.run(['get', 'nodes', '-o', 'json']), 'real').text);

  const { pools } = Cluster.fromFile(file);
  expect(pools.map(({ maxNodes, spot, accelerator, acceleratorsPerNode }) => ({ maxNodes, spot, accelerator: accelerator?.name, acceleratorsPerNode }))).toEqual([
    { maxNodes: 3, spot: false, accelerator: undefined, acceleratorsPerNode: 0 },
    { maxNodes: 2, spot: true, accelerator: 'nvidia-l4', acceleratorsPerNode: 2 },
  ]);
  for (const [i, pool] of pools.entries()) {
    const declared = DECLARED.pools[i];
    expect(pool._offer.estimated).toBe(false);
    expect(pool._offer.allocatable).toEqual(declared._offer.allocatable);
    expect(pool._nodeLabels).toMatchObject(declared._nodeLabels);
    expect(pool.taints).toEqual(declared.taints);
    expect(pool.zones).toEqual(['zone-a', 'zone-b', 'zone-c'].slice(0, pool.maxNodes));
  }
});
