import { claimTemplate, claimTemplateName } from '../../../src/pod/placement/device-claim';

const CLAIM = { deviceClass: 'gpu.nvidia.com', count: 2, selectors: ['device.attributes["gpu.nvidia.com"].productName == "NVIDIA L4"'] };

test('a template: so many devices of the class, each of the product', () => {
  expect(claimTemplate({ name: 'chat', namespace: 'team-a' }, CLAIM)).toEqual({
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaimTemplate',
    metadata: { name: 'chat', namespace: 'team-a' },
    spec: {
      spec: {
        devices: {
          requests: [{
            name: 'accelerators',
            exactly: {
              allocationMode: 'ExactCount', count: 2, deviceClassName: 'gpu.nvidia.com', selectors: [{ cel: { expression: 'device.attributes["gpu.nvidia.com"].productName == "NVIDIA L4"' } }],
            },
          }],
        },
      },
    },
  });
});

test('without selectors any device of the class will do', () => {
  const { spec } = claimTemplate({ name: 'chat' }, { ...CLAIM, selectors: [] });
  expect(spec.spec.devices.requests[0].exactly).not.toHaveProperty('selectors');
});

test('another claim has another name, the same claim the same', () => {
  const names = [CLAIM, { ...CLAIM, count: 1 }, { ...CLAIM, deviceClass: 'mig.nvidia.com' }, { ...CLAIM, selectors: [] }].map((claim) => claimTemplateName('chat', claim));
  expect(new Set(names).size).toBe(4);
  expect(claimTemplateName('chat', { ...CLAIM })).toBe(names[0]);
  expect(names[0]).toMatch(/^chat-accelerators-[0-9a-f]{8}$/);
});
