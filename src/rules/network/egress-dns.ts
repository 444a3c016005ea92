import { DNS_PORTS } from '../../cluster/dns-ports';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate } from '../../reading/pod-template';
import { Selector, selectorOf } from '../../reading/selector';
import { isMap, mapsOf, Shape } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';
import { isEgress } from './egress';

/** What the policies over one pod let it do. */
interface Egress {
  /** The first policy that lets it out to somebody it would call by name. */
  out?: Subject;
  dns: boolean;
}

/** A pod that may call somebody and not ask for the address. */
export const egressDns: Rule = {
  id: 'ML-NET-004',
  title: 'pods that are let out may ask DNS',
  severity: Severity.WARNING,
  why: 'A policy for egress closes everything that it does not name, DNS too: names no longer resolve, and every call fails after a timeout that looks like a broken server.',
  fix: 'Allow UDP and TCP port 53 to the cluster DNS, in this policy or in one for all pods of the namespace.',
  example: "NetworkPolicy 'chat' lets the pods of Deployment 'chat' out, and no policy lets them ask DNS; allow egress to port 53, UDP and TCP",
  judges: ['networking.k8s.io/NetworkPolicy'],
  check(set, report) {
    const perNamespace = new Map<string | undefined, Egress>();
    const perPod = new Map<PodTemplate, Egress>();
    const policies = set.ofKind('networking.k8s.io/NetworkPolicy').filter(({ spec }) => isEgress(spec));
    for (const policy of policies) {
      for (const egress of concerned(set, policy, perNamespace, perPod)) {
        judge(egress, policy);
      }
    }
    const said = new Set<Subject>();
    for (const [template, egress] of perPod) {
      const everywhere = perNamespace.get(template.namespace);
      if (egress.out && !egress.dns && !everywhere?.dns && !said.has(egress.out)) {
        said.add(egress.out);
        report(egress.out, `${egress.out.called} lets the pods of ${template.owner.called} out, and no policy lets them ask DNS; allow egress to port 53, UDP and TCP`);
      }
    }
    for (const [namespace, { out, dns }] of perNamespace) {
      if (out && !dns && !said.has(out) && set.templatesIn(namespace).some((template) => !perPod.get(template)?.dns)) {
        report(out, `${out.called} lets the pods of ${out.place} out, and no policy lets them ask DNS; allow egress to port 53, UDP and TCP`);
      }
    }
  },
};

/** What to note the policy at: the namespace, where it is for all pods, or each pod that it selects. */
function concerned(set: ManifestSet, policy: Subject, perNamespace: Map<string | undefined, Egress>, perPod: Map<PodTemplate, Egress>): Egress[] {
  const selector: Selector = selectorOf(policy.spec.podSelector) ?? { pairs: [], expressions: [] };
  if (selector.pairs.length + selector.expressions.length === 0) {
    return [at(perNamespace, policy.namespace)];
  }
  return set.select(policy.namespace, selector).map((template) => at(perPod, template));
}

function at<K>(map: Map<K, Egress>, key: K): Egress {
  let egress = map.get(key);
  if (!egress) {
    map.set(key, egress = { dns: false });
  }
  return egress;
}

function judge(egress: Egress, policy: Subject): void {
  const dnsPorts = policy.cluster?.dnsPorts ?? DNS_PORTS;
  for (const rule of mapsOf(policy.spec.egress)) {
    if (allowsDns(rule, dnsPorts)) {
      egress.dns = true;
    }
    const peers = mapsOf(rule.to);
    // whom it reaches by address only, it need not ask for
    if (peers.length === 0 || peers.some((peer) => !isMap(peer.ipBlock))) {
      egress.out ??= policy;
    }
  }
}

function allowsDns(rule: Shape, dnsPorts: readonly number[]): boolean {
  const ports = mapsOf(rule.ports);
  return ports.length === 0 || ports.some(({ port, endPort }) => port === undefined || port === null
    || (typeof port === 'string' && port.includes('dns'))
    || (typeof port === 'number' && dnsPorts.some((dns) => (typeof endPort === 'number' ? port <= dns && dns <= endPort : dns === port))));
}
