import { chat, objects, one } from './service';
import { Release } from '../../src/model/release';
import { judge } from '../../src/rules/judge';
import { OnlineInferenceProps } from '../../src/serving/online-inference-props';

/** What the rules say of a service's version. */
const said = (props: Partial<OnlineInferenceProps>) => judge(objects(chat(props)).map((manifest) => ({ manifest, path: 'prod/chat' })), []).filter((finding) => finding.rule === 'ML-REL-001').map(({ message }) => message);

test('a configured version is compared where the variable has another name', () => {
  const release = Release.of({ model: 'm', version: '1.4.0', variables: { version: 'MV' } });
  expect(one(chat({ release }), 'Deployment').spec.template.metadata.annotations).toMatchObject({ 'cdk8s-ml.dev/version-variable': 'MV' });
  expect(said({ release })).toEqual([]);
  expect(said({ release, env: { MV: '1.3.0' } }))
    .toEqual(["container 'server' of Deployment 'chat' is configured with MV 1.3.0 (env), and its pods are labelled cdk8s-ml.dev/model-version 1.4.0; change both together"]);
});

test('a configured version is compared where the version is no label', () => {
  const release = Release.of({ model: 'm', version: 'release candidate 4' });
  expect(said({ release, env: { MODEL_VERSION: 'release candidate 3' } })).toEqual([
    "container 'server' of Deployment 'chat' is configured with MODEL_VERSION release candidate 3 (env), and its pods are annotated cdk8s-ml.dev/model-version release candidate 4; change both together",
  ]);
});
