import { isIP } from 'node:net';
import { Problems } from './problems';

/** True if `cidr` is a block of IPv4 or IPv6 addresses, `10.0.0.0/8`. */
export function isCidr(cidr: string): boolean {
  const [address, length, ...rest] = cidr.split('/');
  const version = isIP(address);
  return version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(length ?? '') && Number(length) <= (version === 4 ? 32 : 128);
}

/** Records a problem unless `cidr` is a block of addresses. */
export function checkCidr(problems: Problems, property: string, cidr: string): void {
  if (!isCidr(cidr)) {
    problems.add(property, 'a CIDR block', cidr, 'write for example "10.0.0.0/8", or "203.0.113.7/32" for one address');
  }
}
