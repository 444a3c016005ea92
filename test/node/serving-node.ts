import { NetworkPeer } from '../../src';
import { ClientPod } from './harness/client-pod';
import { Image } from './harness/image';
import { clientImage, inferenceImage, nginxImage } from './harness/images';
import { RealNode } from './harness/real-node';

/** On a new machine the node's programs are built first. */
export const START_TIMEOUT = 30 * 60_000;

/** Images by the names that the tests' programs use. */
export const INFERENCE_IMAGE = 'registry.example.com/inference:1.4.0';
export const MOCK_IMAGE = 'nginxinc/nginx-unprivileged:1.27.5-alpine';
export const CLIENT_IMAGE = 'registry.example.com/client:1';

/** The namespace of those who call; no policy of its own. */
const CLIENTS = 'clients';

/** Those who call from there, for `allowFrom`. */
export const clients = NetworkPeer.namespace(CLIENTS);

/** A real node that serves what programs of this library make, and somebody outside the teams' namespaces who asks. */
export class ServingNode {
  /** @param images beside those of the model server, the mock and the client, by name */
  public static async start(images: Record<string, Image> = {}): Promise<ServingNode> {
    const node = await RealNode.start(undefined, {
      dns: 'pods', // as the library's network policies expect it
      images: { [INFERENCE_IMAGE]: inferenceImage(), [MOCK_IMAGE]: nginxImage(), [CLIENT_IMAGE]: clientImage(), ...images },
    });
    try {
      await node.plane.run(['create', 'namespace', CLIENTS]);
      return new ServingNode(node, await ClientPod.start(node.plane, { namespace: CLIENTS, image: CLIENT_IMAGE }));
    } catch (error) {
      await node.stop();
      throw error;
    }
  }

  private constructor(public readonly node: RealNode, public readonly client: ClientPod) {}

  /** Applies manifests, and refuses whatever the API server warns of. */
  public async apply(manifests: readonly any[]): Promise<void> {
    const { warnings } = await this.node.plane.applyStrict(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }));
    if (warnings.length > 0) throw new Error(`the API server warns: ${warnings.join('; ')}`);
  }

  /** Waits until Deployments have rolled out, as `kubectl rollout status` judges it; if it is in vain, the error says what their pods wrote last. */
  public async rolledOut(namespace: string, ...deployments: string[]): Promise<void> {
    const { plane } = this.node;
    await Promise.all(deployments.map(async (name) => {
      const { code, stderr } = await plane.kubectl(['rollout', 'status', `deployment/${name}`, '-n', namespace, '--timeout=120s'], { timeoutSeconds: 130 });
      if (code === 0) return;
      const { stdout: logs } = await plane.kubectl(['logs', `deployment/${name}`, '-n', namespace, '--tail=10']);
      const { stdout: pods } = await plane.kubectl(['get', 'pods', '-n', namespace]);
      throw new Error(`${name} does not roll out: ${stderr}\n${pods}\n${logs}`);
    }));
  }

  /** The pods of a workload that do not leave. */
  public async pods(namespace: string, workload: string): Promise<any[]> {
    const { items } = await this.node.plane.get(['pods', '-n', namespace, '-l', `app.kubernetes.io/name=${workload}`]);
    return items.filter((pod: any) => pod.metadata.deletionTimestamp === undefined);
  }

  /** The one pod of a workload. */
  public async pod(namespace: string, workload: string): Promise<any> {
    const pods = await this.pods(namespace, workload);
    if (pods.length !== 1) throw new Error(`${workload} has ${pods.length} pods`);
    return pods[0];
  }

  /** Waits until the client gets a 200; rules of addresses and of policies follow the objects within moments. */
  public answers(url: string): Promise<void> {
    return this.node.waitFor(`an answer of ${url}`, async () => {
      const { status, error } = await this.client.curl(url, { timeoutSeconds: 2 });
      return status === 200 || `${status} ${error}`;
    }, 60);
  }

  public async stop(): Promise<void> {
    await this.node.stop();
  }
}
