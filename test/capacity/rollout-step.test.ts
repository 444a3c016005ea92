import { rolloutStep } from '../../src/capacity/rollout-step';
import { ManifestSet } from '../../src/reading/manifest-set';

const stepOf = (rollingUpdate: object) => {
  const manifest: any = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'chat' }, spec: { strategy: { rollingUpdate } } };
  return rolloutStep(new ManifestSet([{ manifest, path: 'chat' }], []).subjects[0])!;
};

// seen on a real controller: it wants no more new pods than replicas
test.each([
  [{ maxSurge: 1, maxUnavailable: 0 }, 0, 0],
  [{ maxSurge: 3, maxUnavailable: 0 }, 1, 1],
  [{ maxSurge: 3, maxUnavailable: 0 }, 2, 2],
  [{ maxSurge: 3, maxUnavailable: 0 }, 5, 3],
  [{ maxSurge: '200%', maxUnavailable: 0 }, 2, 2],
  [{ maxSurge: '25%', maxUnavailable: 0 }, 5, 2],
])('%j adds to %d replicas no more than %d', (rollingUpdate, replicas, surge) => {
  expect(stepOf(rollingUpdate).surge(replicas)).toBe(surge);
});

test('one may be unavailable where surge and unavailable come to nothing, and only there', () => {
  expect(stepOf({ maxSurge: 0, maxUnavailable: '25%' }).unavailable(3)).toBe(1);
  expect(stepOf({ maxSurge: 3, maxUnavailable: '25%' }).unavailable(1)).toBe(0);
});
