import type { NetworkPolicyEgressRule } from 'kubernetes-types/networking/v1';
import { dnsEgress } from './dns-egress';
import { Cluster } from '../cluster/cluster';
import { ArtifactEgress } from '../pod/artifact/artifact-egress';
import { Identity } from '../pod/identity/identity';
import { NetworkPeer } from '../pod/network/network-peer';
import { addRule, egressRule } from '../pod/network/network-rules';

/** Whom the pods of a workload call before its user says more: DNS, where its identity's tokens come from, where its artifact is. */
export function ownEgress(cluster: Cluster | undefined, identity: Identity | undefined, artifact: readonly ArtifactEgress[] = []): NetworkPolicyEgressRule[] {
  const egress: NetworkPolicyEgressRule[] = [dnsEgress(cluster)];
  identity?._endpoints.forEach(({ cidr, port }) => addRule(egress, egressRule(NetworkPeer.cidrs(cidr), [port])));
  artifact.forEach(({ peer, ports }) => addRule(egress, egressRule(peer, ports)));
  return egress;
}
