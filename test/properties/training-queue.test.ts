import { App, Size } from 'cdk8s';
import fc from 'fast-check';
import { Cpu } from '../../src/border/cpu';
import { Quantity } from '../../src/capacity/quantity';
import { Accelerator } from '../../src/cluster/accelerator';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { MlChart } from '../../src/platform/ml-chart';
import { MlNamespace } from '../../src/platform/namespace/ml-namespace';
import { PoolQuota } from '../../src/platform/queue/pool-quota';
import { TrainingQueue } from '../../src/platform/queue/training-queue';
import { judge } from '../../src/rules/judge';

/** A pool as somebody may declare it, and how its accelerators are shared out among queues. */
const cases = fc.record({
  perNode: fc.integer({ min: 1, max: 16 }),
  maxNodes: fc.integer({ min: 1, max: 20 }),
  milliCores: fc.integer({ min: 1_000, max: 256_000 }),
  mebibytes: fc.integer({ min: 1_024, max: 2_000_000 }),
  kept: fc.integer({ min: 1, max: 900 }),
  weights: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
});

test('quotas that share out a pool are together at most what its nodes leave, so that no rule has a word to say', () => {
  fc.assert(fc.property(cases, ({ perNode, maxNodes, milliCores, mebibytes, kept, weights }) => {
    const pool = NodePool.gpu('pool', {
      accelerator: Accelerator.NVIDIA_L4, perNode, maxNodes, cpu: Cpu.millis(milliCores), memory: Size.mebibytes(mebibytes), labels: { pool: 'pool' }, daemonSets: { cpu: Cpu.millis(kept), memory: Size.mebibytes(kept) },
    });
    const cluster = Cluster.gke('prod', { pools: [pool] });
    const chart = new MlChart(new App(), 'app', { cluster });
    const team = new MlNamespace(chart, 'team', { owner: 'nlp', costCenter: 'cc' });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // the last gets what is left
    const shares = weights.map((weight) => Math.floor((perNode * maxNodes * weight) / total));
    shares[shares.length - 1] += perNode * maxNodes - shares.reduce((sum, share) => sum + share, 0);
    const queues = shares.map((share, i) => new TrainingQueue(team, `queue-${i}`, { cohort: 'all', quotas: [PoolQuota.accelerators(pool, share)] }));

    const sums = new Map<string, Quantity>();
    for (const { name, nominalQuota } of queues.flatMap((queue) => queue.clusterQueue.toJson().spec.resourceGroups[0].flavors[0].resources)) {
      sums.set(name, (sums.get(name) ?? Quantity.ZERO).plus(Quantity.parse(nominalQuota)!));
    }
    const { allocatable } = cluster.pool('pool')._offer;
    for (const [name, sum] of sums) {
      expect(sum.compare(Quantity.parse(allocatable[name])!.times(maxNodes))).toBeLessThanOrEqual(0);
    }
    expect(`${sums.get('nvidia.com/gpu')}`).toBe(`${perNode * maxNodes}`);
    const manifests = chart.toJson().map((manifest) => ({ manifest, path: 'app', cluster }));
    expect(judge(manifests, []).filter(({ rule }) => rule.startsWith('ML-QUEUE'))).toEqual([]);
  }), { numRuns: 100 });
});
