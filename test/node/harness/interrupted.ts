import { ClientPod } from './client-pod';
import { clientImage } from './images';
import { RealNode } from './real-node';

/** A run that is killed: it starts a node with a pod, says so, and waits for its end. For the test of what it leaves. */
async function main(): Promise<void> {
  const node = await RealNode.start(undefined, { dns: 'none', metrics: false, networkPolicies: false, images: { client: clientImage() } });
  await ClientPod.start(node.plane, { namespace: 'default', image: 'client' });
  console.log('up');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}

void main();
