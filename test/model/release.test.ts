import { Release } from '../../src/model/release';
import { checked } from '../border/checked';

const ALL = { model: 'm', version: '1', dataset: 'd', codeRevision: 'c', evaluationId: 'e', featureContract: 'f' };

test('says what it was given', () => {
  expect({ ...Release.of(ALL) }).toMatchObject(ALL);
  expect(Release.of({ model: 'm', version: '1' })).toMatchObject({ model: 'm', version: '1', dataset: undefined, codeRevision: undefined, evaluationId: undefined, featureContract: undefined });
});

test('is labels as far as Kubernetes lets it, and annotations for the rest', () => {
  const release = Release.of({ ...ALL, featureContract: 'products/v7', dataset: 'x'.repeat(64) });
  expect(release._labels('p')).toEqual({ 'p/model': 'm', 'p/model-version': '1', 'p/code-revision': 'c', 'p/evaluation-id': 'e' });
  expect(release._annotations('p')).toEqual({ 'p/dataset': 'x'.repeat(64), 'p/feature-contract': 'products/v7' });
});

test('is environment, under the usual names or others', () => {
  expect(Release.of(ALL)._env()).toEqual({
    MODEL_NAME: 'm', MODEL_VERSION: '1', MODEL_DATASET: 'd', MODEL_CODE_REVISION: 'c', MODEL_EVALUATION_ID: 'e', MODEL_FEATURE_CONTRACT: 'f',
  });
  const variables = { model: 'A', version: 'B', dataset: 'C', codeRevision: 'D', evaluationId: 'E', featureContract: 'F' };
  expect(Release.of({ ...ALL, variables })._env()).toEqual({ A: 'm', B: '1', C: 'd', D: 'c', E: 'e', F: 'f' });
});

test.each([['', '""'], [' ', '" "'], ['\t', '"\\t"']])('refuses %p as a version', (version, got) => {
  expect(checked((problems) => Release.of({ model: 'm', version })._check(problems, 'release')))
    .toEqual([`'release.version' must be a text that is not empty, got ${got}; give it, or leave an optional one out`]);
});
