import { join } from 'path';
import { ENDLESS, PRIORITY_CLASS } from './quota-case';
import { Answer, ApiClient } from '../api-client';
import { ControlPlane, FakeNode } from '../harness/control-plane';
import { fakeNode } from '../harness/node';

/** What the API server did not take, with its reason. */
export interface Refusal {
  readonly object: string;
  readonly message: string;
}

/** A cluster in which each case has namespaces of its own. Pods of Jobs run for ever: what a Job takes is seen while it runs. */
export class Lab {
  public static async start(): Promise<Lab> {
    const control = await ControlPlane.start({
      crds: false,
      kwokStages: ['node/fast/node-initialize.yaml', 'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml', 'pod/fast/pod-ready.yaml', join(__dirname, 'pod-leaves.yaml')],
      // quotas are looked at again when pods go; the default of 5 workers is for clusters with less of them
      controllerManagerFlags: ['--concurrent-resource-quota-syncs', '20', '--concurrent-deployment-syncs', '20', '--concurrent-replicaset-syncs', '20'],
    });
    const lab = new Lab(control, new ApiClient(control.kubeconfig));
    await lab.must({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: PRIORITY_CLASS }, value: 1000 });
    await lab.addNodes([{
      name: 'endless',
      labels: ENDLESS,
      capacity: { 'cpu': '1000000', 'memory': '1000Ti', 'ephemeral-storage': '1000Ti', 'pods': '1000000', 'nvidia.com/gpu': '1000000' },
    }]);
    return lab;
  }

  /** How long it is waited for what does not come, in milliseconds, at most: where the library is known to be wrong, it is not waited for what it says. */
  public longest = Infinity;
  private made: string[] = [];

  private constructor(public readonly control: ControlPlane, public readonly client: ApiClient) {}

  /** Adds nodes, and waits until pods are scheduled to all of them. */
  public async addNodes(nodes: readonly FakeNode[]): Promise<void> {
    for (const node of nodes) await this.must(fakeNode(node));
    for (const { name, taints = [] } of nodes) {
      await this.control.waitFor(`node ${name} to be ready`, async () => {
        const { spec, status } = this.answered(await this.client.get(`/api/v1/nodes/${name}`));
        const ready = status.conditions?.some(({ type, status: holds }: any) => type === 'Ready' && holds === 'True');
        return ready && (spec.taints ?? []).length === taints.length;
      }, 60);
    }
  }

  /** Takes away nodes and all that runs in a namespace. */
  public async clear(namespace: string, nodes: readonly FakeNode[]): Promise<void> {
    const [apps, batch] = [`/apis/apps/v1/namespaces/${namespace}`, `/apis/batch/v1/namespaces/${namespace}`];
    for (const path of [`${apps}/deployments`, `${apps}/statefulsets`, `${apps}/daemonsets`, `${apps}/replicasets`, `${batch}/jobs`]) {
      await this.client.delete(`${path}?propagationPolicy=Background`);
    }
    for (const { name } of nodes) await this.client.delete(`/api/v1/nodes/${name}`);
  }

  /** Makes an object that has to be taken. */
  public async must(manifest: any): Promise<void> {
    const { code, body } = await this.client.create(manifest);
    if (code !== 201) throw new Error(`${manifest.kind} ${manifest.metadata.name} is not taken: ${code} ${body.message}\n${JSON.stringify(manifest)}`);
  }

  /** The items of a list, `/apis/apps/v1/namespaces/team/deployments`. */
  public async list(path: string): Promise<any[]> {
    return this.answered(await this.client.get(path)).items;
  }

  /** Changes an object that is there. */
  public async change(path: string, change: object): Promise<void> {
    this.answered(await this.client.patch(path, change));
  }

  /** Makes a namespace in which pods can be made, with what bounds them. */
  public async makeNamespace(name: string, bounds: readonly any[]): Promise<void> {
    this.made.push(name);
    await this.must({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const base = `/api/v1/namespaces/${name}`;
    await this.control.waitFor(`what every namespace has in ${name}`, async () => (await this.client.get(`${base}/serviceaccounts/default`)).code === 200
      && (await this.client.get(`${base}/configmaps/kube-root-ca.crt`)).code === 200, 60);
    for (const object of bounds) await this.must(object);
    const quotas = bounds.filter(({ kind }) => kind === 'ResourceQuota');
    await this.control.waitFor(`the quotas of ${name} to be counted`, async () => {
      const now = quotas.length === 0 ? [] : await this.list(`${base}/resourcequotas`);
      return now.every(({ spec, status }) => Object.keys(spec.hard).every((key) => status.hard?.[key] !== undefined && status.used?.[key] !== undefined));
    }, 60);
    for (const { bound, refused } of bounds.length > 0 ? lastBounds(name) : []) {
      await this.must(bound);
      await this.control.waitFor(`the admission of ${name} to know its bounds`, async () => (await this.client.dryRun(refused, name)).code === 403, 60);
    }
  }

  /** Makes objects, and says which are not taken; it has to be for what they may take, or the case is none. */
  public async make(objects: readonly any[]): Promise<Refusal[]> {
    const refusals: Refusal[] = [];
    for (const object of objects) {
      const { code, body } = await this.client.create(object);
      if (code === 201) continue;
      if (code !== 403 && !(code === 422 && object.kind === 'Pod')) {
        throw new Error(`${object.kind} is no case: ${code} ${body.message}\n${JSON.stringify(object)}`);
      }
      refusals.push({ object: `${object.kind}/${object.metadata.name}`, message: body.message });
    }
    return refusals;
  }

  /** Ends the cluster; of one that was there before (KUBECONFIG), what was made in it. */
  public async stop(): Promise<void> {
    if (process.env.KUBECONFIG) {
      const mine = [`/apis/scheduling.k8s.io/v1/priorityclasses/${PRIORITY_CLASS}`, '/api/v1/nodes/endless', ...this.made.map((name) => `/api/v1/namespaces/${name}`)];
      for (const path of mine) await this.client.delete(path);
    }
    this.client.close();
    await this.control.stop();
  }

  private answered({ code, body }: Answer): any {
    if (code !== 200) throw new Error(`the API server answers ${code}: ${body.message}`);
    return body;
  }
}

/**
 * The API server judges by what it has read of quotas and LimitRanges, in the order in which they were made: once it refuses by the last of
 * them, it knows all. These are about nothing that a case has.
 */
function lastBounds(namespace: string): { bound: any; refused: any }[] {
  const metadata = { name: 'last', namespace };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return [
    {
      bound: { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '1Ki' } }] } },
      refused: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: claim },
    },
    {
      bound: { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { 'count/leases.coordination.k8s.io': '0' } } },
      refused: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: {} },
    },
  ];
}
