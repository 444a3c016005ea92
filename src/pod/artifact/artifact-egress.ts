import type { NetworkPolicyEgressRule } from 'kubernetes-types/networking/v1';
import { ModelArtifact } from '../../model/artifact/model-artifact';
import { NetworkPeer } from '../network/network-peer';
import { egressRule } from '../network/network-rules';

/** Whom a container that fetches calls. */
export interface ArtifactEgress {
  readonly peer: NetworkPeer;
  readonly ports: number[];
}

/** The world outside, as an identity's endpoints have it: object storage has no addresses that could be named. */
const OUTSIDE: ArtifactEgress = { peer: NetworkPeer.cidrs('0.0.0.0/0'), ports: [443] };

/** Schemes of object storage that is outside and is called by HTTPS, as programs write them. */
const STORES = /^(s3[an]?|gs|az|abfss?|wasbs):\/\//;

/**
 * What network policies have to let out for folders that a program reads or writes itself. Nothing for a path, for a URI of another scheme (`hdfs://…`), whose servers
 * nobody knows here, and for what is not given.
 */
export function egressToFolders(...uris: (string | undefined)[]): NetworkPolicyEgressRule[] {
  return uris.flatMap((uri = '') => (STORES.test(uri) ? [OUTSIDE] : /^https?:\/\//.test(uri) ? [egressTo(uri)] : [])).map(({ peer, ports }) => egressRule(peer, ports));
}

/** What network policies have to let out for an artifact. */
export function egressOf(artifact: ModelArtifact): ArtifactEgress[] {
  const fetched = artifact._fetched;
  if (!fetched) {
    return [];
  }
  const server = fetched.endpoint ?? (fetched.kind === 'https' ? fetched.address : undefined);
  const own = server === undefined ? OUTSIDE : egressTo(server);
  // a registry may name object storage that the client reads itself
  return fetched.kind === 'mlflow' && own !== OUTSIDE ? [own, OUTSIDE] : [own];
}

/**
 * A server by its address. One in the cluster is pods, which blocks of addresses do not always select: any address, then, on its port. Where that is the port of a
 * Service and its pods listen on another, `allowTo` has to name it, for most network plug-ins judge a packet by where it ends up.
 */
function egressTo(address: string): ArtifactEgress {
  const [, scheme, host, port] = /^(https?):\/\/([^/:]+)(?::(\d+))?/.exec(address) ?? [];
  const ports = [port === undefined ? scheme === 'http' ? 80 : 443 : Number(port)];
  const inside = host === undefined || !host.includes('.') || /\.svc(\.|$)/.test(host) || /^[^.]+\.[^.]+$/.test(host) && scheme === 'http';
  return inside ? { peer: NetworkPeer.anywhere(), ports } : ports[0] === 443 ? OUTSIDE : { peer: NetworkPeer.cidrs('0.0.0.0/0'), ports };
}
