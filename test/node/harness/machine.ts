import * as path from 'path';

/** Where the node keeps everything. One folder for all runs, so that a run finds what an interrupted one left. */
export const NODE_FOLDER = '/var/tmp/cdk8s-ml-node';

/** The bridge that pods hang on; its address is the node's own: DNS and the API are reached by it. */
export const BRIDGE = 'cdk8sml0';
export const NODE_ADDRESS = '10.88.0.1';
export const POD_CIDR = '10.88.0.0/16';

/** Services' addresses, as the control plane gives them. */
export const SERVICE_CIDR = '10.96.0.0/16';

/** All pods' cgroups are below this one, which tells their processes from anybody else's. */
export const CGROUP = 'cdk8s-ml-node';

/** The queue in which the kernel hands new connections to the policy engine. */
export const POLICY_QUEUE = 100;

export const CONTAINERD_SOCKET = path.join(NODE_FOLDER, 'containerd.sock');
export const PAUSE_IMAGE = 'docker.io/cdk8s-ml/pause:1';
