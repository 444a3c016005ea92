import { Faults, given, isPort } from './faults';
import { isCidr } from '../../border/cidr';
import { Severity } from '../../manifest/finding';
import { listOf, mapOf, mapsOf, Shape, written } from '../../reading/shape';
import { Rule } from '../rule';

const DIRECTIONS = [['ingress', 'from'], ['egress', 'to']];

/** Network policies that the API server refuses. */
export const networkPolicy: Rule = {
  id: 'ML-API-013',
  title: "a network policy's ports and address blocks are legal",
  severity: Severity.ERROR,
  why: 'The API server refuses the NetworkPolicy (ValidateNetworkPolicySpec).',
  fix: 'Give blocks as CIDR, exceptions inside their block, and an endPort that is not below its port.',
  example: "NetworkPolicy 'chat': spec.egress[0].to[0].ipBlock.except 192.168.0.0/16 is not within 10.0.0.0/8; take it away or widen the block",
  judges: ['networking.k8s.io/NetworkPolicy'],
  check(set, report) {
    for (const subject of set.ofKind('networking.k8s.io/NetworkPolicy')) {
      const faults = new Faults(report, subject);
      for (const type of listOf(subject.spec.policyTypes)) {
        faults.oneOf('spec.policyTypes', type, ['Ingress', 'Egress']);
      }
      for (const [direction, peers] of DIRECTIONS) {
        mapsOf(subject.spec[direction]).forEach((rule, i) => {
          const at = `spec.${direction}[${i}]`;
          mapsOf(rule.ports).forEach((port, k) => checkPort(faults, `${at}.ports[${k}]`, port));
          mapsOf(rule[peers]).forEach((peer, k) => checkPeer(faults, `${at}.${peers}[${k}]`, peer));
        });
      }
    }
  },
};

function checkPort(faults: Faults, at: string, { port, endPort, protocol }: Shape): void {
  faults.protocol(`${at}.protocol`, protocol);
  if (given(port)) {
    faults.portOrName(`${at}.port`, port);
  }
  if (!given(endPort)) {
    return;
  }
  if (typeof port !== 'number') {
    faults.say(`${at}.endPort ${written(endPort)} needs a port by number; give the first port of the range`);
  } else if (!isPort(endPort) || endPort < port) {
    faults.must(`${at}.endPort`, `a port of at least ${port}, where the range begins`, endPort, 'give the last port of the range');
  }
}

function checkPeer(faults: Faults, at: string, peer: Shape): void {
  const { ipBlock } = peer;
  if (!given(ipBlock)) {
    if (!given(peer.podSelector) && !given(peer.namespaceSelector)) {
      faults.say(`${at} names nobody; give podSelector, namespaceSelector or ipBlock`);
    }
    return;
  }
  if (given(peer.podSelector) || given(peer.namespaceSelector)) {
    faults.say(`${at} has ipBlock beside a selector, and may have only one kind; make two peers of it`);
  }
  const { cidr, except } = mapOf(ipBlock);
  if (typeof cidr !== 'string' || !isCidr(cidr)) {
    faults.must(`${at}.ipBlock.cidr`, 'a CIDR block', cidr, 'write for example "10.0.0.0/8"');
    return;
  }
  for (const inner of listOf(except)) {
    if (typeof inner !== 'string' || !isCidr(inner)) {
      faults.must(`${at}.ipBlock.except`, 'a CIDR block', inner, 'write for example "10.1.0.0/16"');
    } else if (!isWithin(inner, cidr)) {
      faults.say(`${at}.ipBlock.except ${inner} is not within ${cidr}; take it away or widen the block`);
    }
  }
}

/** True if the block `inner` is a part of `outer`, and smaller. */
function isWithin(inner: string, outer: string): boolean {
  const a = bitsOf(inner);
  const b = bitsOf(outer);
  return a.width === b.width && a.length > b.length && a.bits.slice(0, b.length) === b.bits.slice(0, b.length);
}

function bitsOf(cidr: string): { readonly bits: string; readonly length: number; readonly width: number } {
  const [address, length] = cidr.split('/');
  if (!address.includes(':')) {
    return { bits: address.split('.').map((part) => Number(part).toString(2).padStart(8, '0')).join(''), length: Number(length), width: 32 };
  }
  return { bits: groupsOf(address).map((group) => group.toString(2).padStart(16, '0')).join(''), length: Number(length), width: 128 };
}

/** The eight groups of an IPv6 address; the last two may be written as an IPv4 address. */
function groupsOf(address: string): number[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => `${(Number(a) * 256 + Number(b)).toString(16)}:${(Number(c) * 256 + Number(d)).toString(16)}`);
  const [head, tail] = plain.split('::');
  const before = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(zeros).fill('0'), ...after].map((group) => parseInt(group, 16));
}
