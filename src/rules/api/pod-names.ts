import { isIP } from 'node:net';
import { Faults } from './faults';
import { isDnsSubdomain } from '../../border/names';
import { listOf, mapsOf, Shape } from '../../reading/shape';

const SUBDOMAIN = "a DNS subdomain (at most 253 of a-z, 0-9, '-' and '.', starting and ending with a letter or digit)";

/** Says which names in a pod's spec the API server refuses: of its classes, and of hosts beside DNS. */
export function checkPodNames(faults: Faults, spec: Shape): void {
  for (const field of ['priorityClassName', 'runtimeClassName']) {
    const name = spec[field];
    if (typeof name === 'string' && name !== '' && !isDnsSubdomain(name)) {
      faults.must(field, SUBDOMAIN, name, 'write the name as the cluster has it');
    }
  }
  for (const [i, { ip, hostnames }] of mapsOf(spec.hostAliases).entries()) {
    // older API servers let numbers of an address begin with 0
    if (typeof ip === 'string' && isIP(ip.replace(/(^|\.)0+(?=\d)/g, '$1')) === 0) {
      faults.must(`hostAliases[${i}].ip`, 'an IP address', ip, 'write for example "10.0.0.7"');
    }
    for (const [k, name] of listOf(hostnames).entries()) {
      if (typeof name === 'string' && !isDnsSubdomain(name)) {
        faults.must(`hostAliases[${i}].hostnames[${k}]`, SUBDOMAIN, name, 'write it in lower case');
      }
    }
  }
}
