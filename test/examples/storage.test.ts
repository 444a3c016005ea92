import { parseAllDocuments } from 'yaml';
import { exampleNames } from '../../examples/synth';
import { Manifest } from '../../src/manifest/manifest';
import { expectedManifests } from '../support/manifest-files';

const OF_STORAGE = /^(--source=)?(s3|gs|az|abfss?):\/\//;

/** The specs of all pods in an object, wherever they stand. */
function podsIn(value: any): any[] {
  return typeof value !== 'object' || value === null ? [] : Array.isArray(value.containers) ? [value] : Object.values(value).flatMap(podsIn);
}

/** What its containers are told. */
const toldTo = ({ containers, initContainers = [] }: any): string[] =>
  [...initContainers, ...containers].flatMap(({ args = [], env = [] }: any) => [...args, ...env.map((variable: any) => variable.value ?? '')]);

test('whoever is told of object storage in an example is somebody there: its ServiceAccount stands for a role', () => {
  const found = exampleNames().flatMap((example) => {
    const objects = Object.values(expectedManifests(example)).flatMap((text) => parseAllDocuments(text).map((document) => document.toJSON() as Manifest));
    return objects.flatMap((object) => podsIn(object).filter((pod) => toldTo(pod).some((word) => OF_STORAGE.test(word))).map(({ serviceAccountName }) => {
      const account = objects.find(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === serviceAccountName);
      return `${example}: ${object.kind} ${Object.keys(account?.metadata.annotations ?? {}).filter((key) => /^(eks\.amazonaws\.com\/role-arn|iam\.gke\.io\/gcp-service-account|azure\.workload)/.test(key))}`;
    }));
  });

  expect(found).toEqual([
    'batch-scoring: CronJob eks.amazonaws.com/role-arn',
    'distributed-training: JobSet eks.amazonaws.com/role-arn',
    'feature-generation: CronJob iam.gke.io/gcp-service-account',
    'model-cache: Job iam.gke.io/gcp-service-account',
    'scheduled-retraining: CronJob iam.gke.io/gcp-service-account',
  ]);
});
