import { EXAMPLES, ExampleCluster, START_TIMEOUT } from './example-cluster';
import { ofKind } from './manifests';

let cluster: ExampleCluster;
beforeAll(async () => { cluster = await ExampleCluster.start(); }, START_TIMEOUT);
afterAll(async () => cluster?.stop());

/** Asks for an eviction as `kubectl drain` and the cluster autoscaler do. */
async function evict(pod: any): Promise<{ code: number; stderr: string }> {
  const { name, namespace } = pod.metadata;
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  return cluster.control.kubectl(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '-f', '-'], { stdin: JSON.stringify(body) });
}

describe.each(EXAMPLES)('%s', (name) => {
  const manifests = () => cluster.example(name).manifests;
  beforeAll(() => cluster.bringUp(name));

  // fails if a budget selects no pods (then nothing is refused), blocks every drain (then nothing is allowed), or is missing
  test('loses as many pods to drains as its budgets say, and not one more', async () => {
    expect(ofKind(manifests(), 'PodDisruptionBudget').length).toBe(ofKind(manifests(), 'Deployment').length);
    for (const { metadata, spec } of ofKind(manifests(), 'PodDisruptionBudget')) {
      const deployment = ofKind(manifests(), 'Deployment').find((candidate) => candidate.metadata.namespace === metadata.namespace
        && Object.entries(spec.selector.matchLabels).every(([key, value]) => candidate.spec.template.metadata.labels[key] === value));
      if ((await cluster.podsOf(deployment)).length <= spec.maxUnavailable) {
        // a worker that rested is woken with one pod, and a budget is for several
        await cluster.control.run(['scale', `deployment/${deployment.metadata.name}`, '-n', metadata.namespace, `--replicas=${spec.maxUnavailable + 1}`]);
        await cluster.control.run(['rollout', 'status', `deployment/${deployment.metadata.name}`, '-n', metadata.namespace, '--timeout=60s'], { timeoutSeconds: 70 });
      }
      const pods = await cluster.podsOf(deployment);
      await cluster.control.waitFor(`budget ${metadata.name} to count its pods`, async () => {
        const { status } = await cluster.control.get(['poddisruptionbudget', metadata.name, '-n', metadata.namespace]);
        return (status.currentHealthy === pods.length && status.disruptionsAllowed === spec.maxUnavailable) || JSON.stringify(status);
      }, 60);
      expect(pods.length).toBeGreaterThan(spec.maxUnavailable);

      // where no successor finds a node, what an eviction took stays gone
      const { items: nodes } = await cluster.control.get(['nodes']);
      const names = nodes.map((node: any) => node.metadata.name);
      await cluster.control.run(['cordon', ...names]);
      try {
        for (const pod of pods.slice(0, spec.maxUnavailable)) {
          expect(await evict(pod)).toMatchObject({ code: 0 });
        }
        const refused = await evict(pods[spec.maxUnavailable]);
        expect(refused.code).toBe(1);
        expect(refused.stderr).toContain('Cannot evict pod as it would violate the pod\'s disruption budget');
      } finally {
        await cluster.control.run(['uncordon', ...names]);
      }
      await cluster.rollOut([deployment]);
    }
  });
});
