import { configMapsOf, configurationOf } from './configuration';
import { synthesizeExample } from './example';
import { EXAMPLES, ExampleCluster, START_TIMEOUT } from './example-cluster';
import { ofKind } from './manifests';

let cluster: ExampleCluster;
beforeAll(async () => { cluster = await ExampleCluster.start(); }, START_TIMEOUT);
afterAll(async () => cluster?.stop());

describe.each(EXAMPLES)('%s', (name) => {
  const deployments = () => ofKind(cluster.example(name).manifests, 'Deployment').map(({ metadata }) => metadata);
  const live = ({ name: deployment, namespace }: any) => cluster.control.get(['deployment', deployment, '-n', namespace]);
  const revisionOf = async (metadata: any) => Number((await live(metadata)).metadata.annotations['deployment.kubernetes.io/revision']);

  beforeAll(() => cluster.bringUp(name));

  // fails if something that can't be changed depends on the image, or a quota has no room for the step of a rollout
  test('completes a change of image', async () => {
    const changed = synthesizeExample(name, { image: (image) => `${image}-next` });
    expect(await cluster.control.applyStrict(changed.yaml)).toEqual({ warnings: [] });
    await cluster.rollOut(changed.manifests);
    for (const { metadata, spec } of ofKind(changed.manifests, 'Deployment')) {
      const { image } = spec.template.spec.containers[0];
      expect(image).toMatch(/-next$/);
      const pods = await cluster.podsOf(await live(metadata));
      expect(pods.map((pod) => pod.spec.containers[0].image)).toEqual(pods.map(() => image));
      expect(pods.length).toBe((await live(metadata)).spec.replicas);
    }
    await cluster.bringUp(name);
  });

  // fails if a value of the release or of the configuration gets into a selector or another field that can't change
  test('completes a change of configuration and model version, and undo brings the old values back', async () => {
    const before = new Map<string, unknown>();
    for (const metadata of deployments()) {
      before.set(metadata.name, await configurationOf(cluster, metadata));
    }

    const changed = synthesizeExample(name, { config: (value) => `${value}\n# changed`, version: (version) => `${version}-next` });
    expect(await cluster.control.applyStrict(changed.yaml)).toEqual({ warnings: [] });
    await cluster.rollOut(changed.manifests);
    for (const metadata of deployments()) {
      const now = await configurationOf(cluster, metadata);
      expect(now).not.toEqual(before.get(metadata.name));
      expect(now.env.MODEL_VERSION).toMatch(/-next|\n# changed/);
      for (const text of Object.values(now.files)) expect(text).toMatch(/\n# changed$/);
    }

    for (const metadata of deployments()) {
      const { name: deployment, namespace } = metadata;
      await cluster.control.run(['rollout', 'undo', `deployment/${deployment}`, '-n', namespace]);
      await cluster.control.run(['rollout', 'status', `deployment/${deployment}`, '-n', namespace, '--timeout=60s'], { timeoutSeconds: 70 });
      // a ConfigMap of one name for all releases would give the new values to the old template here
      expect(await configurationOf(cluster, metadata)).toEqual(before.get(deployment));
    }
    await cluster.bringUp(name);
  });

  // fails if anything in the output depends on the run: a random name, the clock
  test('does nothing when the same program is applied again', async () => {
    const before = await Promise.all(deployments().map(revisionOf));
    await cluster.control.applyStrict(synthesizeExample(name).yaml);
    await cluster.rollOut(cluster.example(name).manifests);
    expect(await Promise.all(deployments().map(revisionOf))).toEqual(before);
  });
});

// fails if configuration is rendered into a ConfigMap that a change overwrites: pods of the old revision that start later would get new values
test('the examples refer to ConfigMaps that nobody can change', async () => {
  const deployments = EXAMPLES.flatMap((name) => ofKind(cluster.example(name).manifests, 'Deployment'));
  const referred = deployments.flatMap(({ metadata: { namespace }, spec: { template } }) =>
    configMapsOf(template.spec).map((configMap) => ({ configMap, namespace })));
  expect(referred).not.toEqual([]);
  for (const { configMap, namespace } of referred) {
    const patch = ['patch', 'configmap', configMap, '-n', namespace, '--type=merge', '-p', '{"data":{"added":"x"}}'];
    expect((await cluster.control.kubectl(patch)).stderr).toContain('field is immutable when `immutable` is set');
  }
});
