import { join } from 'path';
import { ControllerName, ControlPlane } from './harness/control-plane';
import { KWOK_STAGES } from './harness/kwok';
import { selectorText } from './manifests';

/** A pod runs until the test says how it ends, and one that is told to go ends by SIGTERM, as on a real node. */
const STAGES = [
  ...KWOK_STAGES.filter((stage) => !/pod-(complete|delete)\.yaml$/.test(stage)),
  ...['pod-succeeds', 'pod-stopped', 'pod-gone'].map((stage) => join(__dirname, 'job-stages', `${stage}.yaml`)),
];

/** KWOK's label for a pod that fails, and the prefix of the annotations that say how. */
const FAILS = 'pod-container-running-failed.stage.kwok.x-k8s.io';

/** On a new machine the controllers are built first. */
export const LAB_START = 60 * 60_000;

/** A control plane with controllers of the ecosystem, and pods that run for as long as a test likes. */
export class JobLab {
  public static async start(controllers: ControllerName[]): Promise<JobLab> {
    return new JobLab(await ControlPlane.start({ controllers, kwokStages: STAGES }));
  }

  private constructor(public readonly control: ControlPlane) {}

  public stop(): Promise<void> {
    return this.control.stop();
  }

  /** Makes a namespace to play in. */
  public async namespace(name: string): Promise<string> {
    await this.control.run(['create', 'namespace', name]);
    return name;
  }

  /** Applies objects as a user does. */
  public async apply(objects: readonly object[], namespace?: string): Promise<void> {
    await this.control.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }), namespace);
  }

  /** What the server says if it refuses an object; nothing if it takes it. */
  public async refusal(object: object, namespace: string): Promise<string | undefined> {
    const { code, stderr } = await this.control.kubectl(['create', '--validate=strict', '--dry-run=server', '-n', namespace, '-f', '-'], { stdin: JSON.stringify(object) });
    return code === 0 ? undefined : stderr;
  }

  /** Pods that neither have ended nor are told to go, in the order of their names. */
  public async pods(namespace: string, labels: Record<string, string> = {}): Promise<any[]> {
    const { items } = await this.control.get(['pods', '-n', namespace, '-l', selectorText(labels)]);
    return items.filter(({ metadata, status }: any) => metadata.deletionTimestamp === undefined && ['Pending', 'Running'].includes(status.phase))
      .sort((a: any, b: any) => (a.metadata.name < b.metadata.name ? -1 : 1));
  }

  /** Waits until so many pods run, and no other wants to. */
  public async running(namespace: string, count: number, labels: Record<string, string> = {}): Promise<any[]> {
    let pods: any[] = [];
    await this.control.waitFor(`${count} pods to run in ${namespace}`, async () => {
      pods = await this.pods(namespace, labels);
      const states = pods.map(({ metadata, status }) => `${metadata.name} ${status.phase}`);
      return (pods.length === count && pods.every(({ status }) => status.phase === 'Running')) || states.join(', ') || 'there are none';
    }, 60);
    return pods;
  }

  /** Has the pod end well. */
  public async succeed({ metadata: { name, namespace } }: any): Promise<void> {
    await this.control.run(['label', 'pod', name, '-n', namespace, 'test.example.com/end=succeeded']);
  }

  /** Has the pod end with an exit code. */
  public async fail({ metadata: { name, namespace } }: any, exitCode: number): Promise<void> {
    await this.control.run(['annotate', 'pod', name, '-n', namespace, `${FAILS}/exit-code=${exitCode}`, `${FAILS}/delay=1ms`, `${FAILS}/jitter-delay=1ms`]);
    await this.control.run(['label', 'pod', name, '-n', namespace, `${FAILS}=true`]);
  }

  /** Has the pod end as one does whose first init container ends with an exit code: as the kubelet writes it, the others never began. */
  public async failInit({ metadata: { name, namespace }, spec, status }: any, exitCode: number): Promise<void> {
    const now = new Date().toISOString();
    const terminated = { exitCode, finishedAt: now, reason: 'Error', startedAt: now };
    const body = {
      status: {
        phase: 'Failed',
        containerStatuses: status.containerStatuses.map((container: any) => ({ ...container, ready: false, started: false, state: { waiting: { reason: 'PodInitializing' } } })),
        initContainerStatuses: [{ image: spec.initContainers[0].image, imageID: '', name: spec.initContainers[0].name, ready: false, restartCount: 0, state: { terminated } }],
      },
    };
    await this.control.run(['patch', 'pod', name, '-n', namespace, '--subresource=status', '--type=merge', '-p', JSON.stringify(body)]);
  }

  /** Asks for an eviction as `kubectl drain` and node autoscalers do. */
  public async evict({ metadata: { name, namespace } }: any): Promise<void> {
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
    await this.control.run(['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '-f', '-'], { stdin: JSON.stringify(body) });
  }

  /** Takes away all that runs in namespaces, so that the nodes are free for the next test. */
  public async cleared(...namespaces: string[]): Promise<void> {
    for (const namespace of namespaces) {
      await this.control.run(['delete', 'jobs,jobsets', '--all', '-n', namespace, '--wait=true'], { timeoutSeconds: 90 });
      await this.control.waitFor('all pods to be gone', async () => (await this.control.get(['pods', '-n', namespace])).items.length === 0, 60);
    }
  }

  /** Waits until an object has a condition. */
  public async condition(kind: string, name: string, namespace: string, type: string, status = 'True'): Promise<any> {
    let found: any;
    await this.control.waitFor(`${kind} ${name} to be ${type}=${status}`, async () => {
      const object = await this.control.get([kind, name, '-n', namespace]);
      found = object.status?.conditions?.find((condition: any) => condition.type === type);
      return found?.status === status || JSON.stringify(object.status);
    }, 60);
    return found;
  }
}

/** The template of a pod of one container. */
export function podTemplate(requests: Record<string, string> = {}, spec: object = {}): object {
  return {
    spec: {
      restartPolicy: 'Never',
      // seconds are long enough for pods that do nothing
      terminationGracePeriodSeconds: 5,
      containers: [{ name: 'main', image: 'registry.example.com/trainer:1.0.0', resources: { requests, limits: requests } }],
      ...spec,
    },
  };
}
