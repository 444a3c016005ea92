import { Size } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { NodePool } from '../../../src/cluster/node-pool';
import { ModelArtifact } from '../../../src/model/artifact/model-artifact';
import { Placement } from '../../../src/pod/placement/placement';
import { Resources } from '../../../src/pod/resources/resources';
import { ModelServer } from '../../../src/serving/model-server';
import { chat, containerOf, refused } from '../service';

const artifact = ModelArtifact.fromS3('s3://models/m', { size: Size.gibibytes(1), manifestDigest: `sha256:${'ab'.repeat(32)}` });
const resources = Resources.guaranteed({ cpu: Cpu.units(4), memory: Size.gibibytes(16) });
const placement = Placement.of({ pools: [NodePool.gpu('l4', { accelerator: Accelerator.NVIDIA_L4, perNode: 1, cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 4, labels: { pool: 'l4' } })], gpus: 1 });

test.each<[string, ModelServer, object, string]>([
  ['vLLM', ModelServer.vllm({}), { placement, resources }, '/mnt/models'],
  ['SGLang', ModelServer.sglang({}), { placement, resources }, '--model-path=/mnt/models'],
  ['text-embeddings-inference', ModelServer.textEmbeddings({}), {}, '--model-id=/mnt/models'],
  ['Triton', ModelServer.triton({}), {}, '--model-repository=/mnt/models'],
  ['TensorFlow Serving', ModelServer.tfServing(), {}, '--model_base_path=/mnt/models'],
  ['llama.cpp, with the file of it', ModelServer.llamaCpp({ modelPath: '/mnt/models/m.gguf' }), {}, '/mnt/models/m.gguf'],
  ['vLLM, with a folder of it', ModelServer.vllm({ modelPath: '/mnt/models/base' }), { placement, resources }, '/mnt/models/base'],
])('%s is given the folder of the artifact', (_, server, more, argument) => {
  const container = containerOf(chat({ artifact, server, ...more }));
  expect(container.args).toContain(argument);
  expect(container.env).toContainEqual({ name: 'MODEL_PATH', value: '/mnt/models' });
});

test('vLLM asks nothing of the Hub then, and has no cache', () => {
  const container = containerOf(chat({ artifact, server: ModelServer.vllm({}), placement, resources }));
  expect(container.env).toContainEqual({ name: 'HF_HUB_OFFLINE', value: '1' });
  expect(container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(['/tmp', '/dev/shm', '/mnt/models']);
});

test('MLServer is told by its environment', () => {
  const at = (props: object) => containerOf(chat({ server: ModelServer.mlServer({}), ...props })).env.find(({ name }: { name: string }) => name === 'MLSERVER_MODELS_DIR').value;
  expect(at({ artifact: ModelArtifact.fromClaim('models', { mountPath: '/data' }) })).toBe('/data');
  expect(at({})).toBe('/mnt/models');
});

test.each<[string, object, string[]]>([
  ['no path at all', { server: ModelServer.textEmbeddings({}) }, ["'server.modelPath' is missing and there is no 'artifact'; give artifact: ModelArtifact.fromS3(…) or another source, or a folder that has the model"]],
  ['a path elsewhere', { artifact, server: ModelServer.textEmbeddings({ modelPath: '/models/other' }) }, ["'server.modelPath' is \"/models/other\" and the artifact is in /mnt/models; leave it out, or give a path below that"]],
  ['a repository elsewhere', { artifact, server: ModelServer.triton({ modelRepository: 's3://models/triton' }) }, ["'server.modelRepository' is \"s3://models/triton\" and the artifact is in /mnt/models; leave it out, or give a path below that"]],
])('%s is refused', (_, props, problems) => {
  expect(refused(props)).toEqual(problems);
});
