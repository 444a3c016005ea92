import { TRAIN_JOB } from '../../src/reading/gangs';
import { ManifestSet } from '../../src/reading/manifest-set';
import { selectorOf } from '../../src/reading/selector';
import { object, template } from '../rules/manifests';

const set = (...objects: any[]) => new ManifestSet(objects.map((manifest, i) => ({ manifest, path: `${i}` })), []);
const replicated = (name: string, labels: object) => ({ name, template: { spec: { template: template({}, labels as any) } } });
const jobSet = (...replicatedJobs: object[]) => object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'train', { spec: { replicatedJobs } });
const trainJob = (spec: object) => object('trainer.kubeflow.org/v1alpha1', 'TrainJob', 'train', { spec });
const patch = (name: string, pod: object, metadata: object = {}) => ({
  trainingRuntimeSpec: { template: { spec: { replicatedJobs: [{ name, template: { spec: { template: { metadata, spec: pod } } } }] } } },
});
const app = (name: string) => selectorOf({ matchLabels: { app: name } })!;

test('a JobSet has a template for each of its replicated jobs, and its pods can be selected by what each says', () => {
  const manifests = set(jobSet(replicated('driver', { app: 'driver' }), replicated('worker', { app: 'worker' })));
  const [subject] = manifests.subjects;
  expect(manifests.templatesOf(subject).map(({ labels }) => labels)).toEqual([{ app: 'driver' }, { app: 'worker' }]);
  expect(manifests.template(subject)).toBeUndefined();
  expect(manifests.templates).toHaveLength(2);
  expect([manifests.selectsAny('team-a', app('worker')), manifests.selectsAny('team-a', app('other'))]).toEqual([true, false]);
});

test('one with a single replicated job has its template, and none where it says nothing', () => {
  const one = set(jobSet(replicated('node', { app: 'a' })));
  expect(one.template(one.subjects[0])?.labels).toEqual({ app: 'a' });
  for (const odd of [jobSet(), object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'odd', { spec: { replicatedJobs: 'x' } }), object('jobset.x-k8s.io/v1alpha2', 'JobSet', 'odd')]) {
    expect(set(odd).templates).toEqual([]);
  }
});

test('a TrainJob says a part of its pods: it can be selected and counted, and no rule misses the rest', () => {
  const manifests = set(trainJob({
    trainer: { image: 'a:1', command: ['x'], env: [{ name: 'A', value: '1' }], resourcesPerNode: { limits: { cpu: 2 } }, numNodes: 2 },
    runtimePatches: [
      patch('node', { nodeSelector: { pool: 'a100' }, containers: [{ name: 'node', volumeMounts: [] }, { name: 'other' }] }, { labels: { app: 'train' } }),
      patch('dataset-initializer', { nodeSelector: { pool: 'cpu' } }),
    ],
  }));
  const [{ labels, spec, containers }] = manifests.templatesOf(manifests.ofKind(TRAIN_JOB)[0]);
  expect([labels, spec.nodeSelector]).toEqual([{ app: 'train' }, { pool: 'a100' }]);
  expect(containers.map(({ shape }) => shape)).toEqual([{ name: 'node', image: 'a:1', command: ['x'], args: undefined, env: [{ name: 'A', value: '1' }], resources: { limits: { cpu: 2 } }, volumeMounts: [] }]);
  expect(manifests.selectsAny('team-a', app('train'))).toBe(true);
  expect(manifests.templates).toEqual([]);
});

test('a TrainJob of any shape is read without complaint', () => {
  for (const spec of [undefined, {}, { trainer: 1, runtimePatches: 'x' }, { runtimePatches: [1, { trainingRuntimeSpec: [] }] }]) {
    const manifests = set(trainJob(spec as any));
    expect(manifests.templatesOf(manifests.subjects[0])).toHaveLength(1);
  }
});
