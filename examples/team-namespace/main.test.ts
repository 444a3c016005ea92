import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('team-namespace', () => {
  const files = synthExample('team-namespace');

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('team-namespace'));
  });

  test.each(['ml-features', 'ml-ranking'])('%s has its quota', (namespace) => {
    const quotas = Object.values(files).join('---\n').split('---\n').filter((text) => /^kind: ResourceQuota$/m.test(text) && text.includes(`namespace: ${namespace}\n`));
    expect(quotas).toHaveLength(1);
    for (const line of ['requests.cpu: "40"', 'requests.memory: 160Gi', 'limits.cpu: "80"', 'limits.memory: 320Gi', 'pods: "80"']) {
      expect(quotas[0]).toContain(line);
    }
  });

  test('the ranker may call the look-up, and nobody else from its namespace', () => {
    const lookup = objectOf(files, 'NetworkPolicy', 'feature-lookup').spec;
    expect(lookup.ingress).toContainEqual({
      from: [{
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-ranking' } },
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ranker' } },
      }],
      ports: [{ port: 8000, protocol: 'TCP' }],
    });
    expect(objectOf(files, 'NetworkPolicy', 'ranker').spec.egress).toContainEqual({
      ports: [{ port: 8000, protocol: 'TCP' }],
      to: [{
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-features' } },
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'feature-lookup' } },
      }],
    });
  });

  test('owner and cost centre reach the pods', () => {
    expect(objectOf(files, 'Deployment', 'ranker').spec.template.metadata.labels).toMatchObject({ 'cdk8s-ml.dev/owner': 'ranking', 'cdk8s-ml.dev/cost-center': 'cc-12' });
  });

  test('measured resources carry their sum', () => {
    const { metadata, spec } = objectOf(files, 'Deployment', 'feature-lookup');
    expect(spec.template.spec.containers[0].resources).toMatchObject({ limits: { memory: '1375Mi' }, requests: { memory: '875Mi' } });
    expect(metadata.annotations?.['cdk8s-ml.dev/resources']).toContain('1100Mi (start-up peak) -> 1375Mi');
  });
});
