import { objectOf, synthExample } from '../../test/support/example';
import { expectedManifests } from '../../test/support/manifest-files';

const REVISION = '5d41402abc4b2a76';

describe('model-cache', () => {
  const files = synthExample('model-cache');
  const pod = objectOf(files, 'Deployment', 'assistant').spec.template.spec;

  test('writes the checked-in manifests', () => {
    expect(files).toEqual(expectedManifests('model-cache'));
  });

  test('readers have a ReadOnlyMany claim of 50Gi, made of a snapshot that carries the revision', () => {
    expect(objectOf(files, 'PersistentVolumeClaim', `mistral-${REVISION}`).spec).toEqual({
      accessModes: ['ReadOnlyMany'],
      dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: `mistral-${REVISION}` },
      resources: { requests: { storage: '50Gi' } },
      storageClassName: 'premium-rwo',
    });
    expect(objectOf(files, 'PersistentVolumeClaim', `mistral-${REVISION}-source`).spec.accessModes).toEqual(['ReadWriteOnce']);
  });

  test('the service mounts it read-only, at the path that it is told, and fetches nothing', () => {
    const [server] = pod.containers;
    expect(pod.volumes).toContainEqual({ name: 'model', persistentVolumeClaim: { claimName: `mistral-${REVISION}`, readOnly: true } });
    expect(server.volumeMounts).toContainEqual({ mountPath: '/mnt/models', name: 'model', readOnly: true, subPath: REVISION });
    expect(server.env).toContainEqual({ name: 'MODEL_PATH', value: '/mnt/models' });
    expect(pod.initContainers).toBeUndefined();
  });

  test('only the Job may read the bucket, and only its successor may take the snapshot', () => {
    const account = (name: string) => objectOf(files, 'ServiceAccount', name).metadata.annotations;
    expect([account('mistral'), account('mistral-publish'), account('assistant')]).toEqual([
      { 'iam.gke.io/gcp-service-account': 'model-reader@acme-ml.iam.gserviceaccount.com' }, undefined, undefined,
    ]);
    expect(objectOf(files, 'Role', 'mistral-publish').rules.map(({ resources, verbs }: any) => `${resources} ${verbs}`)).toEqual(['jobs get', 'volumesnapshots create', 'volumesnapshots get']);
  });

  test('a rollout waits as long as the cache may take', () => {
    // 300 s for a node, 18 s for the loader's image, 902 s for 44 GiB at 50 MiB/s, 60 s to settle, as long for the copy;
    // then the pod's own: 300 s for a node, 36 s for the server's image, 1.5 times two minutes to load
    expect(objectOf(files, 'Deployment', 'assistant').spec.progressDeadlineSeconds).toBe(300 + 18 + 902 + 60 + 902 + 300 + 36 + 180 + 1);
  });

  test('the image is on the nodes where the service runs', () => {
    const { spec } = objectOf(files, 'DaemonSet', 'images').spec.template;
    expect(spec.volumes).toEqual([{ image: { pullPolicy: 'IfNotPresent', reference: pod.containers[0].image }, name: 'image-1' }]);
    expect([spec.nodeSelector, spec.tolerations]).toEqual([pod.nodeSelector, pod.tolerations]);
  });
});
