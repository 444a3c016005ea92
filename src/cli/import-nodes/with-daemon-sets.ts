/** How DaemonSets are listed with the nodes. */
export const WITH_DAEMON_SETS = 'kubectl get nodes,daemonsets -A -o json | npx cdk8s-ml import-nodes';
