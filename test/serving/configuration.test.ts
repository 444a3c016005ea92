import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { chat, containerOf, MINIMAL, one, podOf, prod } from './service';
import { externalsOf } from '../../src/manifest/external';
import { Release } from '../../src/model/release';
import { MlChart } from '../../src/platform/ml-chart';
import { Config, ConfigChange } from '../../src/pod/config/config';
import { SecretSource } from '../../src/pod/config/secret-source';
import { Identity } from '../../src/pod/identity/identity';
import { Exposure } from '../../src/serving/exposure';
import { ModelServer } from '../../src/serving/model-server';
import { OnlineInference } from '../../src/serving/online-inference';

const envOf = (service: OnlineInference) => Object.fromEntries(containerOf(service).env.map(({ name, ...rest }: any) => [name, rest.value ?? rest.valueFrom]));

describe('a configuration that rolls the pods', () => {
  const config = (version: string) => chat({ configs: [Config.asKeys({ 'model-version': version, 'prediction-timeout-ms': '5000' }, { MODEL_VERSION: 'model-version' }, { name: 'ml-config' })] });

  test('is immutable, named after its content, and kept for a rollback', () => {
    expect(one(config('v1.2.0'), 'ConfigMap')).toEqual({
      apiVersion: 'v1',
      data: { 'model-version': 'v1.2.0', 'prediction-timeout-ms': '5000' },
      immutable: true,
      kind: 'ConfigMap',
      metadata: {
        annotations: {
          'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
          'argocd.argoproj.io/sync-options': 'Prune=false',
          'cdk8s-ml.dev/on-change': 'roll',
          'kustomize.toolkit.fluxcd.io/prune': 'disabled',
        },
        labels: expect.objectContaining({ 'app.kubernetes.io/name': 'chat' }),
        name: 'ml-config-d5d3fe7a',
        namespace: 'team-a',
      },
    });
  });

  test('reaches the variable that it names, and the release gives way', () => {
    const service = config('v1.2.0');
    expect(envOf(service)).toEqual({ HOME: '/tmp', MODEL_NAME: 'sentiment', MODEL_VERSION: { configMapKeyRef: { key: 'model-version', name: service.configMaps[0].name } } });
  });

  test('another value is another name, and so another pod template', () => {
    const [a, b] = [config('v1.2.0'), config('v1.3.0')];
    expect(a.configMaps[0].name).not.toBe(b.configMaps[0].name);
    expect(podOf(a)).not.toEqual(podOf(b));
    expect(podOf(config('v1.2.0'))).toEqual(podOf(a));
  });
});

describe('a configuration that keeps the pods', () => {
  const config = (text: string) => chat({ configs: [Config.asFiles('/etc/server', { 'server.toml': text }, { onChange: ConfigChange.KEEP })] });

  test('keeps its name, and is mounted as a whole so that files change', () => {
    const service = config('workers = 2');
    expect(one(service, 'ConfigMap')).toMatchObject({ data: { 'server.toml': 'workers = 2' }, metadata: { annotations: { 'cdk8s-ml.dev/on-change': 'keep' }, name: 'chat-files' } });
    expect(one(service, 'ConfigMap')).not.toHaveProperty('immutable');
    expect(containerOf(service).volumeMounts[0]).toEqual({ mountPath: '/etc/server', name: 'config-0', readOnly: true });
    expect(podOf(service).volumes[0]).toEqual({ configMap: { name: 'chat-files' }, name: 'config-0' });
  });

  test('another value leaves the pod template as it is', () => {
    expect(podOf(config('workers = 2'))).toEqual(podOf(config('workers = 3')));
  });

  test('its default name says what it is', () => {
    expect(one(chat({ configs: [Config.asEnv({ A: '1' }, { onChange: ConfigChange.KEEP })] }), 'ConfigMap').metadata.name).toBe('chat-config');
  });
});

describe('secrets', () => {
  test('are files first: all keys, or those that are named', () => {
    const service = chat({ secrets: [SecretSource.asFiles('registry', '/var/run/registry'), SecretSource.asFiles('store', '/var/run/store', ['user', 'password'])] });
    expect(podOf(service).volumes.slice(0, 2)).toEqual([
      { name: 'secret-0', secret: { defaultMode: 0o440, secretName: 'registry' } },
      { name: 'secret-1', secret: { defaultMode: 0o440, items: [{ key: 'user', path: 'user' }, { key: 'password', path: 'password' }], secretName: 'store' } },
    ]);
    expect(containerOf(service).volumeMounts.slice(0, 2)).toEqual([
      { mountPath: '/var/run/registry', name: 'secret-0', readOnly: true }, { mountPath: '/var/run/store', name: 'secret-1', readOnly: true },
    ]);
  });

  test('can be variables, and are never a value in a manifest', () => {
    const service = chat({ secrets: [SecretSource.asEnv('api', { API_KEY: 'key' })] });
    expect(envOf(service).API_KEY).toEqual({ secretKeyRef: { key: 'key', name: 'api' } });
  });

  test('by name are declared to exist', () => {
    const chart = prod({ imagePullSecrets: ['pull'] });
    chat({ secrets: [SecretSource.asEnv('api', { API_KEY: 'key' })], exposure: Exposure.ingress({ host: 'a.example.com', tlsSecretName: 'tls' }) }, chart);
    expect(externalsOf(chart.node.root)).toEqual(['api', 'pull', 'tls'].map((name) => ({ kind: 'Secret', name, namespace: 'team-a' })));
  });
});

describe('objects of other constructs', () => {
  function made(): { chart: MlChart; service: OnlineInference } {
    const chart = prod();
    const secret = new kplus.Secret(chart, 'secret', { stringData: { key: 'x' } });
    const configMap = new kplus.ConfigMap(chart, 'map', { data: { mode: 'fast' } });
    const account = new kplus.ServiceAccount(chart, 'account');
    return {
      chart,
      service: chat({
        secrets: [SecretSource.envFromSecret(secret, { KEY: 'key' }), SecretSource.filesFromSecret(secret, '/var/run/secret')],
        configs: [Config.envFromConfigMap(configMap, { MODE: 'mode' }), Config.filesFromConfigMap(configMap, '/etc/mode')],
        serviceAccount: account,
      }, chart),
    };
  }

  test('of cdk8s-plus are referred to by their names', () => {
    const { service } = made();
    expect(envOf(service)).toMatchObject({ KEY: { secretKeyRef: { key: 'key', name: 'prod-secret' } }, MODE: { configMapKeyRef: { key: 'mode', name: 'prod-map' } } });
    expect(podOf(service).volumes.slice(0, 2)).toEqual([
      { configMap: { name: 'prod-map' }, name: 'config-0' }, { name: 'secret-1', secret: { defaultMode: 0o440, secretName: 'prod-secret' } },
    ]);
    expect(podOf(service).serviceAccountName).toBe('prod-account');
    expect(service.serviceAccount).toBeUndefined();
    expect(service.configMaps).toEqual([]);
  });

  test('that the app makes are not declared to exist', () => {
    expect(externalsOf(made().chart.node.root)).toEqual([]);
  });

  test('that are only stood for are', () => {
    const chart = prod();
    chat({
      secrets: [SecretSource.envFromSecret(kplus.Secret.fromSecretName(chart, 's', 'api'), { KEY: 'key' })],
      configs: [Config.filesFromConfigMap(kplus.ConfigMap.fromConfigMapName(chart, 'c', 'shared'), '/etc/shared')],
      serviceAccount: kplus.ServiceAccount.fromServiceAccountName(chart, 'a', 'reader'),
    }, chart);
    expect(externalsOf(chart.node.root)).toEqual([
      { kind: 'Secret', name: 'api', namespace: 'team-a' }, { kind: 'ConfigMap', name: 'shared', namespace: 'team-a' }, { kind: 'ServiceAccount', name: 'reader', namespace: 'team-a' },
    ]);
  });

  test('of cdk8s, and of another service of this library', () => {
    const chart = prod();
    const plain = new ApiObject(chart, 'plain', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain' } });
    const other = new OnlineInference(chart, 'other', { ...MINIMAL, configs: [Config.asEnv({ A: '1' }, { name: 'a', onChange: ConfigChange.KEEP })] });
    const service = chat({ configs: [Config.envFromConfigMap(plain, { P: 'p' }), Config.envFromConfigMap(other.configMaps[0], { A: 'A' })] }, chart);
    expect(envOf(service)).toMatchObject({ A: { configMapKeyRef: { key: 'A', name: 'a' } }, P: { configMapKeyRef: { key: 'p', name: 'plain' } } });
    expect(externalsOf(chart.node.root)).toEqual([]);
  });
});

describe('identities', () => {
  test.each<[string, Identity, object, object]>([
    ['AWS', Identity.aws('arn:aws:iam::123456789012:role/reader'), { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/reader' }, {}],
    ['GCP', Identity.gcp('reader@p.iam.gserviceaccount.com'), { 'iam.gke.io/gcp-service-account': 'reader@p.iam.gserviceaccount.com' }, {}],
    ['Azure', Identity.azure('0000aaaa-0000-0000-0000-000000000000'), { 'azure.workload.identity/client-id': '0000aaaa-0000-0000-0000-000000000000' }, { 'azure.workload.identity/use': 'true' }],
  ])('of %s is on the account, and no token of the cluster is needed', (_, identity, annotations, podLabels) => {
    const service = chat({ identity });
    expect(one(service, 'ServiceAccount').metadata.annotations).toEqual(annotations);
    expect(one(service, 'ServiceAccount').automountServiceAccountToken).toBe(false);
    expect(one(service, 'Deployment').spec.template.metadata.labels).toMatchObject(podLabels);
  });
});

describe('the release', () => {
  test('what is too long or too free for a label is an annotation, whole', () => {
    const version = `2026.11 (${'candidate '.repeat(8)})`;
    const service = chat({ release: Release.of({ model: 'modèle/émotions', version }) });
    const { metadata, spec } = one(service, 'Deployment');
    expect(metadata.annotations).toEqual({ 'cdk8s-ml.dev/model': 'modèle/émotions', 'cdk8s-ml.dev/model-version': version });
    expect(spec.template.metadata.annotations).toMatchObject(metadata.annotations);
    expect(Object.keys(metadata.labels)).toEqual(['app.kubernetes.io/component', 'app.kubernetes.io/instance', 'app.kubernetes.io/managed-by', 'app.kubernetes.io/name']);
    expect(envOf(service)).toEqual({ HOME: '/tmp', MODEL_NAME: 'modèle/émotions', MODEL_VERSION: version });
  });

  test('has variables of other names where the server expects them', () => {
    const release = Release.of({ model: 'm', version: '1', dataset: 'd', variables: { version: 'APP_MODEL_VERSION', dataset: 'DATASET' } });
    expect(envOf(chat({ release }))).toEqual({ APP_MODEL_VERSION: '1', DATASET: 'd', HOME: '/tmp', MODEL_NAME: 'm' });
  });

  test('emits no variable that somebody else names', () => {
    expect(envOf(chat({ env: { MODEL_NAME: 'other' }, secrets: [SecretSource.asEnv('s', { MODEL_VERSION: 'v' })] })))
      .toEqual({ HOME: '/tmp', MODEL_NAME: 'other', MODEL_VERSION: { secretKeyRef: { key: 'v', name: 's' } } });
  });

  test('takes the first writable folder for its home, whoever runs it, unless it is told of another', () => {
    const server = ModelServer.http({ image: 'registry.example.com/sentiment:v1.2.0', uid: 1000, writablePaths: [{ path: '/cache' }, { path: '/tmp' }] });
    expect(envOf(chat({ server })).HOME).toBe('/cache');
    expect(envOf(chat({ server, env: { HOME: '/home/app' } })).HOME).toBe('/home/app');
  });
});
