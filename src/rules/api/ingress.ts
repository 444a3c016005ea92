import { Faults, given } from './faults';
import { isDnsSubdomain } from '../../border/names';
import { Severity } from '../../manifest/finding';
import { mapOf, mapsOf, Shape } from '../../reading/shape';
import { Rule } from '../rule';

const UNCLEAN = /\/\/|\/\.{1,2}\/|\/\.{1,2}$|%2f/i;

/** Ingresses that the API server refuses. */
export const ingress: Rule = {
  id: 'ML-API-019',
  title: "an Ingress's hosts and paths are legal",
  severity: Severity.ERROR,
  why: 'The API server refuses the Ingress (ValidateIngressSpec).',
  fix: 'Write hosts in lower case, paths from / on, and the pathType of each.',
  example: "Ingress 'chat': spec.rules[0].http.paths[0].path must be an absolute path, got \"chat\"; begin it with /",
  judges: ['networking.k8s.io/Ingress'],
  check(set, report) {
    for (const subject of set.ofKind('networking.k8s.io/Ingress')) {
      // older versions of the API, which no server has any more, did not ask for a pathType
      if (subject.manifest.apiVersion !== 'networking.k8s.io/v1') {
        continue;
      }
      const faults = new Faults(report, subject);
      const rules = mapsOf(subject.spec.rules);
      if (rules.length === 0 && !given(subject.spec.defaultBackend)) {
        faults.say('spec has neither rules nor defaultBackend; say where requests go');
      }
      for (const [i, rule] of rules.entries()) {
        checkHost(faults, `spec.rules[${i}].host`, rule.host);
        for (const [k, path] of mapsOf(mapOf(rule.http).paths).entries()) {
          checkPath(faults, `spec.rules[${i}].http.paths[${k}]`, path);
        }
      }
    }
  },
};

function checkHost(faults: Faults, at: string, host: unknown): void {
  if (typeof host !== 'string' || host === '') {
    return;
  }
  if (/^\d+(\.\d+){3}$/.test(host)) {
    faults.must(at, 'a DNS name', host, 'an address is none; give the name, or leave host out');
  } else if (!isDnsSubdomain(host.startsWith('*.') ? host.slice(2) : host)) {
    faults.must(at, "a DNS name (a-z, 0-9, '-' and '.'), behind '*.' for all below it", host, 'write it in lower case, without port and scheme');
  }
}

function checkPath(faults: Faults, at: string, { path, pathType }: Shape): void {
  if (!given(pathType)) {
    faults.must(`${at}.pathType`, 'Prefix, Exact or ImplementationSpecific', pathType, 'write Prefix');
    return;
  }
  const free = pathType === 'ImplementationSpecific';
  if (typeof pathType !== 'string' || !(free || pathType === 'Prefix' || pathType === 'Exact')) {
    faults.must(`${at}.pathType`, 'Prefix, Exact or ImplementationSpecific', pathType, 'write one of them');
    return;
  }
  const text = path ?? '';
  if (typeof text === 'string' && !(free && text === '') && !text.startsWith('/')) {
    faults.must(`${at}.path`, 'an absolute path', path, 'begin it with /');
  } else if (typeof text === 'string' && !free && UNCLEAN.test(text)) {
    faults.must(`${at}.path`, "a path without empty parts, '.', '..' and %2F", path, 'write the path that is meant');
  }
}
