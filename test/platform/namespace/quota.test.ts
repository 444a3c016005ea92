import { Size, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Cpu } from '../../../src/border/cpu';
import { Accelerator } from '../../../src/cluster/accelerator';
import { DeviceClass } from '../../../src/cluster/accelerators/device-class';
import { Quota } from '../../../src/platform/namespace/quota';
import { QuotaProps } from '../../../src/platform/namespace/quota-props';
import { QuotaScope } from '../../../src/platform/namespace/quota-scope';
import { one, problemsOf, teamA } from '../rendered';

function rendered(props: QuotaProps) {
  const chart = Testing.chart();
  teamA(chart, { quota: Quota.of(props) });
  return one(chart, 'ResourceQuota');
}

const refused = (props: QuotaProps) => problemsOf(() => rendered(props));

describe('Quota', () => {
  test('minimal props', () => {
    expect(rendered({ pods: 80 })).toMatchObject({ apiVersion: 'v1', metadata: { name: 'quota', namespace: 'team-a' }, spec: { hard: { pods: '80' } } });
    expect(rendered({ pods: 80 }).spec).not.toHaveProperty('scopeSelector');
  });

  test('a team of 40 cores, 160 GiB and 80 pods', () => {
    expect(rendered({
      requestsCpu: Cpu.units(40), requestsMemory: Size.gibibytes(160), limitsCpu: Cpu.units(80), limitsMemory: Size.gibibytes(320), pods: 80,
    }).spec).toEqual({
      hard: { 'requests.cpu': '40', 'requests.memory': '160Gi', 'limits.cpu': '80', 'limits.memory': '320Gi', 'pods': '80' },
    });
  });

  test('all props', () => {
    expect(rendered({
      name: 'all',
      requestsCpu: Cpu.millis(2500),
      requestsMemory: Size.gibibytes(1),
      limitsCpu: Cpu.units(3),
      limitsMemory: Size.gibibytes(2),
      requestsEphemeralStorage: Size.gibibytes(3),
      limitsEphemeralStorage: Size.gibibytes(4),
      gpus: 8,
      accelerators: [{ accelerator: Accelerator.AMD, count: 2 }, { accelerator: Accelerator.of('gaudi', 'habana.ai/gaudi'), count: 0 }],
      deviceClasses: [{ deviceClass: DeviceClass.NVIDIA_GPU, count: 4 }, { deviceClass: DeviceClass.of('gpu.example.com'), count: 0 }],
      pods: 5,
      loadBalancers: 0,
      nodePorts: 0,
      persistentVolumeClaims: 6,
      requestsStorage: Size.tebibytes(7),
      storageClasses: [{ storageClass: 'fast', requestsStorage: Size.gibibytes(8) }, { storageClass: 'slow', persistentVolumeClaims: 0 }],
      objectCounts: { 'secrets': 9, 'deployments.apps': 10 },
    })).toMatchObject({
      metadata: { name: 'all' },
      spec: {
        hard: {
          'requests.cpu': '2500m',
          'requests.memory': '1Gi',
          'limits.cpu': '3',
          'limits.memory': '2Gi',
          'requests.ephemeral-storage': '3Gi',
          'limits.ephemeral-storage': '4Gi',
          'requests.nvidia.com/gpu': '8',
          'requests.amd.com/gpu': '2',
          'requests.habana.ai/gaudi': '0',
          'gpu.nvidia.com.deviceclass.resource.k8s.io/devices': '4',
          'gpu.example.com.deviceclass.resource.k8s.io/devices': '0',
          'pods': '5',
          'services.loadbalancers': '0',
          'services.nodeports': '0',
          'persistentvolumeclaims': '6',
          'requests.storage': '7Ti',
          'fast.storageclass.storage.k8s.io/requests.storage': '8Gi',
          'slow.storageclass.storage.k8s.io/persistentvolumeclaims': '0',
          'count/secrets': '9',
          'count/deployments.apps': '10',
        },
      },
    });
  });

  test('for the pods of a PriorityClass', () => {
    expect(rendered({ scope: QuotaScope.priorityClasses('high', 'medium'), pods: 3, gpus: 2 })).toMatchObject({
      metadata: { name: 'quota-high-medium' },
      spec: {
        hard: { 'pods': '3', 'requests.nvidia.com/gpu': '2' },
        scopeSelector: { matchExpressions: [{ operator: 'In', scopeName: 'PriorityClass', values: ['high', 'medium'] }] },
      },
    });
  });

  test('for all other pods', () => {
    expect(rendered({ scope: QuotaScope.otherThanPriorityClasses('high'), pods: 3 })).toMatchObject({
      metadata: { name: 'quota-other-than-high' },
      spec: { scopeSelector: { matchExpressions: [{ operator: 'NotIn', scopeName: 'PriorityClass', values: ['high'] }] } },
    });
  });

  test('a whole number of bytes is kept, whatever the unit', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 42 }), (kibibytes) => {
      const text = Quota.of({ requestsMemory: Size.kibibytes(kibibytes) })._hard()['requests.memory'];
      const [, amount, unit] = /^(\d+)(Ki|Mi|Gi|Ti|Pi)$/.exec(text)!;
      expect(Number(amount) * 1024 ** ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'].indexOf(unit)).toBe(kibibytes);
    }));
  });

  test.each([
    ['nothing', {}, '\'quota\' must be at least one amount, got "none"; give for example pods: 80, or leave it out'],
    ['a fraction of a pod', { pods: 1.5 }, '\'quota.pods\' must be a whole number of at least 0, got 1.5; give a whole number in that range'],
    ['NaN pods', { pods: NaN }, '\'quota.pods\' must be a whole number of at least 0, got NaN; give a whole number in that range'],
    ['infinitely many GPUs', { gpus: Infinity }, '\'quota.gpus\' must be a whole number of at least 0, got Infinity; give a whole number in that range'],
    ['negative load balancers', { loadBalancers: -1 }, '\'quota.loadBalancers\' must be a whole number of at least 0, got -1; give a whole number in that range'],
    ['no CPU', { requestsCpu: Cpu.millis(0) }, '\'quota.requestsCpu\' must be a positive number of cores, in steps of 1m, got 0; give for example Cpu.millis(250) or Cpu.units(2)'],
    ['NaN CPU', { limitsCpu: Cpu.units(NaN) }, '\'quota.limitsCpu\' must be a positive number of cores, in steps of 1m, got NaNm; give for example Cpu.millis(250) or Cpu.units(2)'],
    ['infinite memory', { limitsMemory: Size.gibibytes(Infinity) }, '\'quota.limitsMemory\' must be a positive, finite size, got "Infinity"; give for example Size.mebibytes(512) or Size.gibibytes(2)'],
    ['more CPU requested than limits', { requestsCpu: Cpu.units(80), limitsCpu: Cpu.units(40) }, '\'quota.requestsCpu\' must be at most limitsCpu (40), got "80"; raise limitsCpu or lower requestsCpu'],
    ['more memory requested than limits', { requestsMemory: Size.gibibytes(2), limitsMemory: Size.gibibytes(1) }, '\'quota.requestsMemory\' must be at most limitsMemory (1Gi), got "2Gi"; raise limitsMemory or lower requestsMemory'],
    ['more disk requested than limits', { requestsEphemeralStorage: Size.gibibytes(2), limitsEphemeralStorage: Size.gibibytes(1) }, '\'quota.requestsEphemeralStorage\' must be at most limitsEphemeralStorage (1Gi), got "2Gi"; raise limitsEphemeralStorage or lower requestsEphemeralStorage'],
    ['a name that is none', { name: 'My Quota', pods: 1 }, '\'quota.name\' must be a DNS subdomain (at most 253 of a-z, 0-9, \'-\' and \'.\'), got "My Quota"; give for example "quota"'],
    ['a name made of too many classes', { scope: QuotaScope.priorityClasses('a'.repeat(250)), pods: 1 }, `'quota.name' must be a DNS subdomain (at most 253 of a-z, 0-9, '-' and '.'), got "quota-${'a'.repeat(71)}..."; give a shorter name`],
    ['two kinds of NVIDIA card', { accelerators: [{ accelerator: Accelerator.NVIDIA_A100_80GB, count: 1 }, { accelerator: Accelerator.NVIDIA_L4, count: 1 }] }, '\'quota.accelerators[1]\' and \'quota.accelerators[0]\' both count nvidia.com/gpu, and a quota cannot tell cards of one resource apart; give their sum once'],
    ['NVIDIA cards twice', { gpus: 1, accelerators: [{ accelerator: Accelerator.NVIDIA_L4, count: 1 }] }, '\'quota.accelerators[0]\' and \'quota.gpus\' both count nvidia.com/gpu, and a quota cannot tell cards of one resource apart; give their sum once'],
    ['a fraction of an accelerator', { accelerators: [{ accelerator: Accelerator.AMD, count: 0.5 }] }, '\'quota.accelerators[0].count\' must be a whole number of at least 0, got 0.5; give a whole number in that range'],
    ['a class of devices twice', { deviceClasses: [{ deviceClass: DeviceClass.NVIDIA_GPU, count: 1 }, { deviceClass: DeviceClass.of('gpu.nvidia.com'), count: 2 }] }, '\'quota.deviceClasses[1].deviceClass\' must be limited once, got gpu.nvidia.com; give their sum'],
    ['a fraction of a device', { deviceClasses: [{ deviceClass: DeviceClass.NVIDIA_GPU, count: 0.5 }] }, '\'quota.deviceClasses[0].count\' must be a whole number of at least 0, got 0.5; give a whole number in that range'],
    ['devices of some pods only', { scope: QuotaScope.priorityClasses('high'), deviceClasses: [{ deviceClass: DeviceClass.NVIDIA_GPU, count: 1 }] }, '\'quota.deviceClasses\' cannot be limited for some pods only (a scope counts cpu, memory, pods and accelerators); put it into a quota without scope'],
    ['a StorageClass that is none', { storageClasses: [{ storageClass: 'Fast SSD', persistentVolumeClaims: 1 }] }, '\'quota.storageClasses[0].storageClass\' must be the name of a StorageClass, got "Fast SSD"; copy it from \'kubectl get storageclasses\''],
    ['a StorageClass twice', { storageClasses: [{ storageClass: 'fast', persistentVolumeClaims: 1 }, { storageClass: 'fast', requestsStorage: Size.gibibytes(1) }] }, '\'quota.storageClasses[1].storageClass\' must be limited once, got "fast"; join the two'],
    ['a StorageClass without amount', { pods: 1, storageClasses: [{ storageClass: 'fast' }] }, '\'quota.storageClasses[0]\' must be at least one amount, got "none"; give requestsStorage or persistentVolumeClaims, or leave the class out'],
    ['a fraction of a claim', { storageClasses: [{ storageClass: 'fast', persistentVolumeClaims: 0.1 }] }, '\'quota.storageClasses[0].persistentVolumeClaims\' must be a whole number of at least 0, got 0.1; give a whole number in that range'],
    ['a kind instead of a resource', { objectCounts: { Deployment: 1 } }, '\'quota.objectCounts.Deployment\' must be named after a resource and its API group, got "Deployment"; write for example "secrets" or "deployments.apps", as in \'kubectl api-resources\''],
    ['the whole key of an object count', { objectCounts: { 'count/secrets': 1 } }, '\'quota.objectCounts.count/secrets\' must be named after a resource and its API group, got "count/secrets"; write for example "secrets" or "deployments.apps", as in \'kubectl api-resources\''],
    ['a negative object count', { objectCounts: { secrets: -1 } }, '\'quota.objectCounts.secrets\' must be a whole number of at least 0, got -1; give a whole number in that range'],
    ['a scope of no class', { name: 'q', scope: QuotaScope.priorityClasses(), pods: 1 }, '\'quota.scope\' must be of at least one PriorityClass, got "[]"; name the classes, or leave the scope out to count every pod'],
    ['a scope of an impossible class', { name: 'q', scope: QuotaScope.priorityClasses('High!'), pods: 1 }, '\'quota.scope[0]\' must be the name of a PriorityClass, got "High!"; copy it from \'kubectl get priorityclasses\''],
    ['a scope of one class twice', { name: 'q', scope: QuotaScope.priorityClasses('high', 'high'), pods: 1 }, '\'quota.scope[1]\' must be named once, got "high"; drop the second'],
    ['storage of some pods only', { scope: QuotaScope.priorityClasses('high'), requestsStorage: Size.gibibytes(1) }, '\'quota.requestsStorage\' cannot be limited for some pods only (a scope counts cpu, memory, pods and accelerators); put it into a quota without scope'],
    ['objects of some pods only', { scope: QuotaScope.priorityClasses('high'), objectCounts: { secrets: 1 } }, '\'quota.objectCounts\' cannot be limited for some pods only (a scope counts cpu, memory, pods and accelerators); put it into a quota without scope'],
  ] as [string, QuotaProps, string][])('refuses %s', (_, props, message) => {
    expect(refused(props)).toEqual([expect.stringMatching(/^\[test\/team-a\] /)]);
    expect(refused(props)[0].slice('[test/team-a] '.length)).toBe(message);
  });
});
