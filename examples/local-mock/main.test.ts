import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

describe('local-mock', () => {
  const files = synthExample('local-mock');

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('local-mock'));
  });

  test('two replicas of nginx serve the routes of a ConfigMap', () => {
    const { spec } = objectOf(files, 'Deployment', 'mock');
    expect(spec.replicas).toBe(2);
    const volume = spec.template.spec.volumes.find(({ configMap }: any) => configMap);
    expect(objectOf(files, 'ConfigMap', volume.configMap.name).data['default.conf']).toContain('location = "/predict"');
  });

  test('stands in a namespace of its own, which lets only restricted pods in', () => {
    expect(objectOf(files, 'Namespace', 'ml-mock').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(objectOf(files, 'Service', 'mock').metadata.namespace).toBe('ml-mock');
  });
});
