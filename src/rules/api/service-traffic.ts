import { Faults, given } from './faults';
import { isCidr } from '../../border/cidr';
import { listOf, Shape, written } from '../../reading/shape';

/** Says what the API server refuses of how requests come to a Service and which pod gets them. */
export function checkTraffic(faults: Faults, spec: Shape): void {
  const type = spec.type ?? 'ClusterIP';
  const ranges = listOf(spec.loadBalancerSourceRanges);
  faults.oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']);
  faults.oneOf('spec.internalTrafficPolicy', spec.internalTrafficPolicy, ['Cluster', 'Local']);
  if (ranges.length > 0 && type !== 'LoadBalancer') {
    faults.say(`spec.loadBalancerSourceRanges must not be set for a Service of type ${written(type)}; take it away or make it a LoadBalancer`);
  }
  for (const [i, range] of ranges.entries()) {
    if (typeof range === 'string' && !isCidr(plain(range))) {
      faults.must(`spec.loadBalancerSourceRanges[${i}]`, 'a CIDR block', range, 'write for example "10.0.0.0/8", or "203.0.113.7/32" for one address');
    }
  }
  if (type === 'ExternalName' || (type === 'ClusterIP' && listOf(spec.externalIPs).length === 0)) {
    if (given(spec.externalTrafficPolicy) && spec.externalTrafficPolicy !== '') {
      faults.say(`spec.externalTrafficPolicy must not be set for a Service of type ${written(type)}; take it away or make it a LoadBalancer or NodePort`);
    }
  } else {
    faults.oneOf('spec.externalTrafficPolicy', spec.externalTrafficPolicy, ['Cluster', 'Local']);
  }
}

/** The API server lets space stand around a range, and older ones let numbers begin with 0. */
function plain(range: string): string {
  return range.trim().replace(/(^|[./])0+(?=\d)/g, '$1');
}
