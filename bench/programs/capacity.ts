import { Duration, Size } from 'cdk8s';
import {
  Accelerator, Cluster, Config, Cpu, MlApp, MlChart, MlNamespace, ModelServer, NodePool, OnlineInference, Placement, Quota, Release, Resources, Scaling,
} from 'cdk8s-ml';
import { count } from './arguments';
import { RULES } from '../../src/rules/table';
import { serviceName } from '../service-name';

// Services of twenty teams with a quota each, on ten pools, every tenth of them with a card: what share of the synth the capacity proof takes.
const NAMESPACES = 20;
const POOLS = 10;

let proof = 0;
for (const rule of RULES.filter(({ id }) => id.startsWith('ML-CAP-'))) {
  const check = rule.check.bind(rule);
  Object.assign(rule, {
    check: (...args: Parameters<typeof check>) => {
      const start = performance.now();
      check(...args);
      proof += performance.now() - start;
    },
  });
}

const start = performance.now();
const cluster = Cluster.gke('bench', {
  pools: Array.from({ length: POOLS }, (_, i) => (i < POOLS - 2
    ? NodePool.cpu(`general-${i}`, { cpu: Cpu.units(32), memory: Size.gibibytes(128), maxNodes: 200 })
    : NodePool.gpu(`l4-${i}`, { accelerator: Accelerator.NVIDIA_L4, perNode: 2, cpu: Cpu.units(24), memory: Size.gibibytes(96), maxNodes: 400 }))),
});
const app = new MlApp({ quiet: true });
const chart = new MlChart(app, 'bench', { cluster });
const teams = Array.from({ length: NAMESPACES }, (_, i) => new MlNamespace(chart, `team-${i}`, {
  owner: `team-${i}`,
  costCenter: 'cc-1',
  quota: Quota.of({ requestsCpu: Cpu.units(2000), requestsMemory: Size.tebibytes(8), limitsMemory: Size.tebibytes(8), gpus: 200, pods: 4000 }),
}));
for (let i = 0; i < count; i++) {
  const name = serviceName(i);
  const accelerated = i % 10 === 0;
  new OnlineInference(teams[i % NAMESPACES], name, {
    release: Release.of({ model: name, version: '1.4.0' }),
    server: ModelServer.http({ image: `registry.example.com/models/${name}:1.4.0`, loadTime: Duration.seconds(20) }),
    resources: Resources.guaranteed({ cpu: Cpu.millis(250 * (1 + i % 7)), memory: Size.mebibytes(512 * (1 + i % 5)) }),
    placement: accelerated ? Placement.of({ pools: [cluster.pool(`l4-${POOLS - 1 - i % 2}`)], gpus: 1 }) : undefined,
    configs: [Config.asEnv({ PREDICTION_TIMEOUT_MS: '5000', MAX_BATCH_SIZE: '16' })],
    env: { LOG_LEVEL: 'INFO' },
    scaling: accelerated ? Scaling.fixed(2) : Scaling.onCpu({ min: 2, max: 10, targetPercent: 70 }),
  });
}
app.synth();
const whole = performance.now() - start;
console.log(JSON.stringify({ proofMs: proof, wholeMs: whole, found: app.findings.length }));
