import * as fc from 'fast-check';
import { Amounts } from '../../src/capacity/amounts';
import { LimitRanges } from '../../src/capacity/limit-ranges';
import { podFootprint } from '../../src/capacity/pod-footprint';
import { podUsage } from '../../src/capacity/quota/usage';
import { PodTemplate } from '../../src/reading/pod-template';
import { Subject } from '../../src/reading/subject';

const subject = (manifest: any): Subject => new Subject(manifest, 'app/x', 0);
const pod = (spec: any): PodTemplate => PodTemplate.allOf(subject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }))[0];
const ranges = (...items: any[]): LimitRanges => LimitRanges.of(items.map((item, i) => subject({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: `l${i}` }, spec: { limits: [{ type: 'Container', ...item }] } })));
const texts = (amounts: Amounts): object => Object.fromEntries([...amounts].map(([name, amount]) => [name, `${amount}`]));
const asks = (requests: object, limits?: object, more: object = {}): object => ({ name: 'c', resources: { requests, limits }, ...more });

describe('what a pod takes', () => {
  test('is the sum of its containers and sidecars', () => {
    const { requests } = podFootprint(pod({ containers: [asks({ cpu: '500m' }), asks({ cpu: '0.25', memory: '1Gi' })], initContainers: [asks({ cpu: '100m' }, undefined, { restartPolicy: 'Always' })] }));
    expect(texts(requests)).toEqual({ cpu: '850m', memory: '1Gi' });
  });

  test('is what an init container takes beside the sidecars started before it, if that is more', () => {
    const initContainers = [asks({ cpu: '1' }), asks({ cpu: '100m' }, undefined, { restartPolicy: 'Always' }), asks({ cpu: '2' }), asks({ cpu: '3' }, undefined, { restartPolicy: 'Always' })];
    expect(texts(podFootprint(pod({ containers: [asks({ cpu: '500m' })], initContainers })).requests)).toEqual({ cpu: '3600m' });
    expect(texts(podFootprint(pod({ containers: [asks({ cpu: '500m' })], initContainers: initContainers.slice(0, 3) })).requests)).toEqual({ cpu: '2100m' });
  });

  test('takes a limit for a request where there is none', () => {
    expect(texts(podFootprint(pod({ containers: [asks({ cpu: '1' }, { 'cpu': '2', 'memory': '1Gi', 'nvidia.com/gpu': 1 })] })).requests)).toEqual({ 'cpu': '1', 'memory': '1Gi', 'nvidia.com/gpu': '1' });
  });

  test('takes the defaults of a LimitRange after that: a stated limit is the request, though there is a default request', () => {
    const { requests, limits } = podFootprint(pod({ containers: [asks({}, { cpu: '2' }), { name: 'd' }] }), ranges({ default: { cpu: '1' }, defaultRequest: { cpu: '100m' } }));
    expect(texts(requests)).toEqual({ cpu: '2100m' });
    expect(texts(limits)).toEqual({ cpu: '3' });
  });

  test.each([
    [{ max: { memory: '2Gi' } }, '2Gi', '2Gi'],
    [{ max: { memory: '2Gi' }, default: { memory: '1Gi' } }, '1Gi', '1Gi'],
    [{ min: { memory: '1Mi' } }, '1Mi', undefined],
    [{ min: { memory: '1Mi' }, default: { memory: '1Gi' }, defaultRequest: { memory: '64Mi' } }, '64Mi', '1Gi'],
  ])('of nothing under %j is a request of %s and a limit of %s', (item, request, limit) => {
    const { requests, limits } = podFootprint(pod({ containers: [{ name: 'c' }] }), ranges(item));
    expect([texts(requests), texts(limits)]).toEqual([{ memory: request }, limit ? { memory: limit } : {}]);
  });

  test('takes the first of two defaults, and says that they differ', () => {
    const two = ranges({ default: { memory: '1Gi' } }, { default: { memory: '2Gi', cpu: '1' } });
    expect(texts(podFootprint(pod({ containers: [{ name: 'c' }] }), two).limits)).toEqual({ memory: '1Gi', cpu: '1' });
    expect([...two.ambiguous]).toEqual(['memory']);
  });

  test('is what the pod states as a whole, and of the rest what its containers state', () => {
    const spec = { resources: { requests: { cpu: '3' }, limits: { memory: '8Gi' } }, containers: [asks({ 'cpu': '1', 'memory': '2Gi', 'ephemeral-storage': '1Gi' })] };
    const { requests, limits, ofPod } = podFootprint(pod(spec));
    expect(texts(requests)).toEqual({ 'cpu': '3', 'memory': '2Gi', 'ephemeral-storage': '1Gi' });
    expect(texts(limits)).toEqual({ memory: '8Gi' });
    expect(ofPod).toBe(true);
    expect(texts(podFootprint(pod({ ...spec, containers: [{ name: 'c' }] })).requests)).toEqual({ cpu: '3', memory: '8Gi' });
  });

  test('has the overhead of its runtime on requests, and on limits that there are', () => {
    const { requests, limits } = podFootprint(pod({ overhead: { cpu: '250m', memory: '120Mi' }, containers: [asks({ cpu: '1' }, { memory: '1Gi' })] }));
    expect(texts(requests)).toEqual({ cpu: '1250m', memory: '1144Mi' });
    expect(texts(limits)).toEqual({ memory: '1144Mi' });
    expect(texts(podFootprint(pod({ containers: [{ name: 'c' }] }), LimitRanges.NONE, { cpu: '250m' }).requests)).toEqual({ cpu: '250m' });
  });

  test('is rounded up to thousandths, container by container', () => {
    expect(texts(podFootprint(pod({ containers: [asks({ cpu: '100u' }), asks({ cpu: '0.0001' })] })).requests)).toEqual({ cpu: '2m' });
  });

  test('leaves out what nobody can read', () => {
    expect(texts(podFootprint(pod({ containers: [asks({ cpu: 'lots', memory: '1Gi' }), 7] })).requests)).toEqual({ memory: '1Gi' });
  });

  test('never shrinks by a container more', () => {
    const amount = fc.integer({ min: 0, max: 8 }).map((cpu) => asks({ cpu: `${cpu}` }));
    const init = fc.tuple(amount, fc.boolean()).map(([one, always]) => (always ? { ...one, restartPolicy: 'Always' } : one));
    const cpu = (containers: object[], initContainers: object[]): bigint => podFootprint(pod({ containers, initContainers })).requests.get('cpu')?.nanos ?? 0n;
    fc.assert(fc.property(fc.array(amount, { minLength: 1, maxLength: 4 }), fc.array(init, { maxLength: 4 }), amount, init, (containers, initContainers, more, moreInit) => {
      const before = cpu(containers, initContainers);
      expect(cpu([...containers, more], initContainers)).toBeGreaterThanOrEqual(before);
      expect(cpu(containers, [...initContainers, moreInit])).toBeGreaterThanOrEqual(before);
    }));
  });
});

test('a quota counts a pod by its keys', () => {
  const { requests, limits } = { requests: { 'cpu': '1', 'memory': '1Gi', 'ephemeral-storage': '2Gi', 'hugepages-2Mi': '4Mi', 'nvidia.com/gpu': '2' }, limits: { 'memory': '2Gi', 'ephemeral-storage': '3Gi', 'nvidia.com/gpu': '2', 'hugepages-2Mi': '4Mi' } };
  expect(texts(podUsage(podFootprint(pod({ containers: [asks(requests, limits)] }))))).toEqual({
    'pods': '1',
    'count/pods': '1',
    'cpu': '1',
    'requests.cpu': '1',
    'memory': '1Gi',
    'requests.memory': '1Gi',
    'limits.memory': '2Gi',
    'ephemeral-storage': '2Gi',
    'requests.ephemeral-storage': '2Gi',
    'limits.ephemeral-storage': '3Gi',
    'hugepages-2Mi': '4Mi',
    'requests.hugepages-2Mi': '4Mi',
    'requests.nvidia.com/gpu': '2',
  });
});
