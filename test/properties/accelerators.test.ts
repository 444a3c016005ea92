import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { AcceleratorSharing } from '../../src/cluster/accelerators/accelerator-sharing';
import { DeviceClass } from '../../src/cluster/accelerators/device-class';
import { NodePool } from '../../src/cluster/node-pool';
import { Placement } from '../../src/pod/placement/placement';
import { Scaling } from '../../src/serving/scaling/scaling';
import { chat, one } from '../serving/service';

const node = { cpu: Cpu.units(96), memory: Size.gibibytes(960), accelerator: Accelerator.NVIDIA_L4 };
const kinds = [{}, { deviceClass: DeviceClass.NVIDIA_GPU }, { sharing: AcceleratorSharing.timeSliced(3) }];

/** One to three pools of one kind, and a request that each node of each pool can hold. */
const placed = fc.record({
  kind: fc.constantFrom(...kinds),
  sizes: fc.array(fc.record({ perNode: fc.integer({ min: 1, max: 16 }), maxNodes: fc.integer({ min: 1, max: 6 }) }), { minLength: 1, maxLength: 3 }),
}).chain(({ kind, sizes }) => fc.record({
  kind: fc.constant(kind),
  sizes: fc.constant(sizes),
  gpus: fc.integer({ min: 1, max: kind.sharing ? 1 : Math.min(...sizes.map(({ perNode }) => perNode)) }),
  max: fc.integer({ min: 1, max: 40 }),
}));

/** Puts pods on nodes, one after the other, each on the first node that has room for it: as many as go. */
function placeable(nodes: number[], gpus: number): number {
  const free = [...nodes];
  for (let pods = 0; ; pods++) {
    const at = free.findIndex((cards) => cards >= gpus);
    if (at < 0) {
      return pods;
    }
    free[at] -= gpus;
  }
}

// the sum of the library against pods that are put on nodes one by one
test('a service surges if and only if the nodes hold one pod more than the most that there may be', () => {
  let surges = 0;
  let waits = 0;
  fc.assert(fc.property(placed, ({ kind, sizes, gpus, max }) => {
    const pools = sizes.map((size, i) => NodePool.gpu(`pool-${i}`, { ...node, ...size, ...kind, labels: { pool: `${i}` } }));
    const nodes = sizes.flatMap(({ perNode, maxNodes }) => Array.from({ length: maxNodes }, () => perNode * (kind.sharing?.replicas ?? 1)));
    const scaling = Scaling.onPodsMetric({ min: 1, max, metric: 'queue', averageValue: '5' });
    const { maxSurge, maxUnavailable } = one(chat({ placement: Placement.of({ pools, gpus }), scaling }), 'Deployment').spec.strategy.rollingUpdate;
    const room = placeable(nodes, gpus) > max;
    expect([maxSurge, maxUnavailable]).toEqual(room ? [1, 0] : [0, 1]);
    room ? surges++ : waits++;
  }), { numRuns: 300 });
  expect(Math.min(surges, waits)).toBeGreaterThan(30);
});
