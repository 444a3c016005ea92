import { KWOK_ANNOTATION } from './kwok';

/** A node that does not exist; KWOK says that it is ready and that its pods run. */
export interface FakeNode {
  readonly name: string;
  readonly labels?: Record<string, string>;
  readonly taints?: { key: string; value?: string; effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' }[];
  /** E.g. `{ cpu: '32', memory: '128Gi', 'nvidia.com/gpu': '8' }`; 110 pods unless stated. */
  readonly capacity: Record<string, string>;
  /** @default - the capacity */
  readonly allocatable?: Record<string, string>;
}

/** The Node object, with the labels that a kubelet gives to its own. */
export function fakeNode({ name, labels, taints, capacity, allocatable }: FakeNode): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { [KWOK_ANNOTATION]: 'fake' },
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        ...labels,
      },
    },
    spec: { taints },
    status: {
      // without a number of pods a node takes none
      capacity: { pods: '110', ...capacity },
      allocatable: { pods: '110', ...capacity, ...allocatable },
    },
  };
}
