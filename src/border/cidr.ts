import { isIP } from 'node:net';
import { Problems } from './problems';

/** True if `cidr` is a block of IPv4 or IPv6 addresses, `10.0.0.0/8`. */
export function isCidr(cidr: string): boolean {
  const [address, length, ...rest] = cidr.split('/');
  const version = isIP(address);
  return version !== 0 && rest.length === 0 && /^\d{1,3}$/.test(length ?? '') && Number(length) <= (version === 4 ? 32 : 128);
}

/**
 * The block that `cidr` stands for where it names an address inside of it, `10.0.0.0/8` for `10.0.0.5/8`; nothing where it is written as it should be.
 * Kubernetes warns of the first, and will refuse it.
 * @see https://github.com/kubernetes/enhancements/blob/master/keps/sig-network/4858-ip-cidr-validation/README.md
 */
export function blockOf(cidr: string): string | undefined {
  const [address, length] = cidr.split('/');
  const bits = isIP(address) === 4 ? 32 : 128;
  const groups = bits === 32 ? address.split('.').map(Number) : groupsOf(address);
  const width = bits / groups.length;
  const kept = groups.map((group, i) => {
    const free = Math.min(width, Math.max(0, (i + 1) * width - Number(length)));
    return group - group % 2 ** free;
  });
  if (kept.every((group, i) => group === groups[i])) {
    return undefined;
  }
  const text = bits === 32 ? kept.join('.') : new URL(`http://[${kept.map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1);
  return `${text}/${length}`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::').map((part) => (part === '' ? [] : part.split(':')));
  const all = tail === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return all.map((group) => parseInt(group, 16));
}

/** Records a problem unless `cidr` is a block of addresses. */
export function checkCidr(problems: Problems, property: string, cidr: string): void {
  if (!isCidr(cidr)) {
    problems.add(property, 'a CIDR block', cidr, 'write for example "10.0.0.0/8", or "203.0.113.7/32" for one address');
  } else if (blockOf(cidr) !== undefined) {
    problems.add(property, 'a CIDR block that begins at its first address', cidr, `write ${JSON.stringify(blockOf(cidr))}`);
  }
}
