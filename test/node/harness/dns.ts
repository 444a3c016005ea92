import * as fs from 'fs';
import * as path from 'path';
import { NODE_ADDRESS, NODE_FOLDER } from './machine';

/**
 * Writes CoreDNS' configuration and returns the command that starts it, on the
 * node's own address. It answers for the cluster; every other name does not exist.
 *
 * To a network policy this is a server outside of the cluster's pods, as with
 * NodeLocal DNSCache: only a rule by port or by block lets a pod reach it.
 */
export function dnsCommand(options: { coredns: string; kubeconfig: string; readyPort: number }): string[] {
  const config = path.join(NODE_FOLDER, 'Corefile');
  // A block of its own for the rest: in one with kubernetes, template would answer first.
  fs.writeFileSync(config, `cluster.local:53 in-addr.arpa:53 ip6.arpa:53 {
  bind ${NODE_ADDRESS}
  errors
  ready 127.0.0.1:${options.readyPort}
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig ${options.kubeconfig}
    ttl 5
  }
  loadbalance
}
.:53 {
  bind ${NODE_ADDRESS}
  errors
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`);
  return [options.coredns, '-conf', config];
}
