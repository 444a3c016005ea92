import { join } from 'node:path';
import { Size } from 'cdk8s';
import {
  Accelerator, Cluster, Cpu, LanguageModel, Limits, MlApp, MlChart, MlNamespace, ModelServer, NodePool, OnlineInference, OnlineInferenceProps, Placement,
  Quota, Release, Resources, Rollout, Scaling,
} from 'cdk8s-ml';

const prod = Cluster.gke('prod', {
  pools: [
    NodePool.cpu('general', { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 3 }),
    NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 1, cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 4 }),
  ],
});
const general = Placement.of({ pools: [prod.pool('general')] });
const oneCard = Placement.of({ pools: [prod.pool('l4')], gpus: 1 });

/** A team's namespace with one service in it. */
function serve(props: Partial<OnlineInferenceProps>, quota?: Quota, limits?: Limits): void {
  const app = new MlApp();
  const chart = new MlChart(app, 'too-small', { cluster: prod });
  const team = new MlNamespace(chart, 'ml-team', { owner: 'nlp', costCenter: 'cc-17', quota, limits });
  new OnlineInference(team, 'chat', {
    release: Release.of({ model: 'chat', version: '1.0.0' }),
    server: ModelServer.http({ image: 'registry.example.com/chat:1.0.0' }),
    resources: Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(8) }),
    ...props,
  });
  app.synth();
}

/** The model does not fit the card. */
export const model = () => serve({
  server: ModelServer.vllm({
    modelPath: '/models/llama',
    languageModel: LanguageModel.fromConfigFile(join(__dirname, '..', 'llm-inference', 'config.json')),
    contextLength: 65536,
  }),
  placement: oneCard,
});

/** The pod does not fit a node. */
export const node = () => serve({
  resources: Resources.guaranteed({ cpu: Cpu.units(8), memory: Size.gibibytes(24) }),
  placement: general,
});

/** Each pod fits a node, and there are not enough nodes for all of them. */
export const pool = () => serve({ placement: oneCard, scaling: Scaling.fixed(5), rollout: Rollout.replaceInPlace() });

/** All pods fit the quota, and no rollout ever ends: it has no room for the one that has to start first. */
export const rollout = () => serve(
  { placement: oneCard, scaling: Scaling.fixed(2), rollout: Rollout.surge() },
  Quota.of({ requestsCpu: Cpu.units(20), requestsMemory: Size.gibibytes(80), limitsMemory: Size.gibibytes(80), gpus: 2, pods: 20 }),
);

/** A container is larger than the namespace lets one be. */
export const container = () => serve(
  {},
  undefined,
  Limits.of({ max: { cpu: Cpu.units(1), memory: Size.gibibytes(4) } }),
);
