import { listOf, Shape } from '../../reading/shape';

/** True if a NetworkPolicy says whom its pods may call: where it does not, they may call everybody. */
export function isEgress(spec: Shape): boolean {
  return Array.isArray(spec.policyTypes) ? spec.policyTypes.includes('Egress') : listOf(spec.egress).length > 0;
}
