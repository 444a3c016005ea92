/**
 * How the key ends under which the devices of a class are counted, by quotas and on the nodes of pools.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export const CLAIMED_DEVICES = '.deviceclass.resource.k8s.io/devices';
