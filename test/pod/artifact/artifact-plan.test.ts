import { Duration, Size } from 'cdk8s';
import { Problems } from '../../../src/border/problems';
import { ArtifactCredentials } from '../../../src/model/artifact/artifact-credentials';
import { ArtifactRefresh } from '../../../src/model/artifact/artifact-refresh';
import { ModelArtifact } from '../../../src/model/artifact/model-artifact';
import { ArtifactLoader } from '../../../src/pod/artifact/artifact-loader';
import { artifactPlan, ArtifactTerms } from '../../../src/pod/artifact/artifact-plan';

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const s3 = (more = {}) => ModelArtifact.fromS3('s3://models/m/', { size: Size.gibibytes(1), manifestDigest: DIGEST, ...more });
const TERMS: ArtifactTerms = { workload: 'scoring', property: 'artifact', refreshes: false };

function plan(artifact: ModelArtifact, more: Partial<ArtifactTerms> = {}) {
  const problems = new Problems('');
  return { ...artifactPlan(problems, artifact, { ...TERMS, ...more }), problems: problems.all };
}

test('what it says of an artifact beyond the pod', () => {
  const { problems, configs, secretNames, claimNames, env, path, seconds, diskBytes } = plan(s3({ credentials: ArtifactCredentials.fromSecret('reader', 'aws') }));
  expect({ problems, maps: configs.map((config) => config._name('scoring')), secretNames, claimNames, env, path, seconds, diskBytes }).toEqual({
    problems: [], maps: ['scoring-loader'], secretNames: ['reader'], claimNames: [], env: { MODEL_PATH: '/mnt/models' }, path: '/mnt/models', seconds: 21 + 18, diskBytes: 1088 * 1024 ** 2,
  });
  expect(plan(ModelArtifact.fromClaim('models'))).toMatchObject({ claimNames: ['models'], configs: [], initContainers: [], seconds: 0, diskBytes: 0 });
});

test('a volume of its own takes the files, in a folder of it, and no disk of the pod', () => {
  const volume = { name: 'cache', persistentVolumeClaim: { claimName: 'models' } };
  const { initContainers: [container], volumes, mounts, diskBytes } = plan(s3(), { store: { volume, folder: 'abababababababab' } });
  expect(container.args).toContain('--as=abababababababab');
  expect(container.volumeMounts).toContainEqual({ mountPath: '/artifact', name: 'cache' });
  expect(container.resources!.requests!['ephemeral-storage']).toBe('50Mi');
  expect(volumes[0]).toBe(volume);
  expect(mounts).toEqual([{ mountPath: '/mnt/models', name: 'cache', readOnly: true, subPath: 'abababababababab' }]);
  expect(diskBytes).toBe(0);
});

test.each<[string, ModelArtifact, Partial<ArtifactTerms>, string]>([
  ['a refresh of pods that end', ModelArtifact.fromS3('s3://models/m', { size: Size.gibibytes(1), refresh: ArtifactRefresh.every(Duration.minutes(5)) }), {},
    "'artifact.refresh' is for pods that run on, and these run to an end; leave it out, and pin a version by manifestDigest"],
  ['no size', s3({ size: undefined }), {}, "'artifact.size' is missing, from which the volume for its files and every deadline of a start follow; give what its files weigh, for example Size.gibibytes(15)"],
  ['a loader for nothing', ModelArtifact.inImage('/m'), { loader: ArtifactLoader.of({}), loaderProperty: 'loader' }, "'loader' is given and nothing is fetched for ModelArtifact.inImage(); leave it out"],
  ['what the artifact itself refuses', s3({ files: [] }), { property: 'model' }, "'model.files' must be at least one pattern, got []; leave it out to fetch all of them"],
])('refuses %s', (_, artifact, more, problem) => {
  expect(plan(artifact, more).problems).toEqual([problem]);
});
