import { containerOf, envOf, jobOf, podOf, runOf, training } from './training';
import { RunIdentity } from '../../src/training/run-identity';
import { Tracking } from '../../src/training/tracking';
import { one } from '../serving/service';

test('labels of the run and its pods, and environment of the program', () => {
  const made = training({ run: RunIdentity.of({ dataset: 'products-2026-11', codeRevision: '4f1c2ab', experiment: 'larger batches' }) });
  const labels = { 'cdk8s-ml.dev/code-revision': '4f1c2ab', 'cdk8s-ml.dev/dataset': 'products-2026-11', 'cdk8s-ml.dev/run-id': 'r1' };
  expect(runOf(made).metadata.labels).toMatchObject(labels);
  expect(jobOf(made).template.metadata.labels).toMatchObject(labels);
  expect(jobOf(made).template.metadata.annotations).toMatchObject({ 'cdk8s-ml.dev/experiment': 'larger batches' });
  expect(one(made, 'NetworkPolicy', 'train').metadata.labels).not.toHaveProperty(['cdk8s-ml.dev/dataset']);
  expect(envOf(made)).toMatchObject({ CODE_REVISION: '4f1c2ab', DATASET: 'products-2026-11', EXPERIMENT: 'larger batches', RUN_ID: 'r1' });
});

test('MLflow, with its credentials as a file in the home of the program', () => {
  const id = '0123456789abcdef0123456789abcdef';
  const tracking = Tracking.mlflow('https://mlflow.example.com', { experiment: 'embedding', mlflowRunId: id, credentialsSecret: 'mlflow' });
  const made = training({ run: RunIdentity.of({ tracking }), writablePaths: [{ path: '/home/train' }] });
  expect(envOf(made)).toMatchObject({ EXPERIMENT: 'embedding', MLFLOW_EXPERIMENT_NAME: 'embedding', MLFLOW_RUN_ID: id, MLFLOW_TRACKING_URI: 'https://mlflow.example.com' });
  expect(containerOf(made).volumeMounts).toContainEqual({ mountPath: '/home/train/.mlflow', name: 'secret-0', readOnly: true });
  expect(podOf(made).volumes).toContainEqual({ name: 'secret-0', secret: { defaultMode: 0o440, items: [{ key: 'credentials', path: 'credentials' }], secretName: 'mlflow' } });
});

test('Weights & Biases, with its key in a file', () => {
  const made = training({ run: RunIdentity.of({ tracking: Tracking.wandb('embedding', { entity: 'nlp', baseUrl: 'https://wandb.example.com', credentialsSecret: 'wandb' }) }) });
  expect(envOf(made)).toMatchObject({
    EXPERIMENT: 'embedding', NETRC: '/var/run/secrets/wandb/netrc', WANDB_BASE_URL: 'https://wandb.example.com', WANDB_ENTITY: 'nlp', WANDB_PROJECT: 'embedding',
  });
  expect(podOf(made).volumes).toContainEqual({ name: 'secret-0', secret: { defaultMode: 0o440, items: [{ key: 'netrc', path: 'netrc' }], secretName: 'wandb' } });
});

test('without anything of that', () => {
  expect(envOf(training({ run: RunIdentity.of({ tracking: Tracking.mlflow('http://mlflow.tracking.svc:5000/base') }) }))).toEqual({
    HOME: '/tmp', MLFLOW_TRACKING_URI: 'http://mlflow.tracking.svc:5000/base', RUN_ID: 'r1',
  });
  expect(envOf(training({ run: RunIdentity.of({ tracking: Tracking.wandb('embedding') }) }))).toEqual({ EXPERIMENT: 'embedding', HOME: '/tmp', RUN_ID: 'r1', WANDB_PROJECT: 'embedding' });
});

test('it may call its tracking server: outside on the port of its address, in the cluster wherever its pods are', () => {
  const egress = (tracking: Tracking) => one(training({ checkpoint: undefined, run: RunIdentity.of({ tracking }) }), 'NetworkPolicy', 'train').spec.egress.slice(1);
  const outside = [{ ports: [{ port: 443, protocol: 'TCP' }], to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }];
  expect(egress(Tracking.wandb('embedding'))).toEqual(outside);
  expect(egress(Tracking.mlflow('https://mlflow.example.com'))).toEqual(outside);
  expect(egress(Tracking.mlflow('http://mlflow.tracking.svc:5000'))).toEqual([{ ports: [{ port: 5000, protocol: 'TCP' }] }]);
});
