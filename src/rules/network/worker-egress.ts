import { DNS_PORTS } from '../../cluster/dns-ports';
import { Severity } from '../../manifest/finding';
import { ManifestSet } from '../../reading/manifest-set';
import { PodTemplate, WORKLOADS } from '../../reading/pod-template';
import { SCALED_OBJECT, ScalerIndex } from '../../reading/scalers';
import { selectorOf } from '../../reading/selector';
import { isMap, mapOf, mapsOf, Shape, textOf } from '../../reading/shape';
import { Subject } from '../../reading/subject';
import { Rule } from '../rule';
import { isEgress } from './egress';

const OUTSIDE = "NetworkPeer.cidrs('0.0.0.0/0')";
const INSIDE = "NetworkPeer.namespace('queues')";

/** The triggers of KEDA that are queues, and whom a consumer calls to take from them, by the port that such a broker usually has. */
const BROKERS: { readonly [trigger: string]: string } = {
  'rabbitmq': `${INSIDE}, 5672`,
  'redis': `${INSIDE}, 6379`,
  'redis-streams': `${INSIDE}, 6379`,
  'kafka': `${INSIDE}, 9092`,
  'nats-jetstream': `${INSIDE}, 4222`,
  'postgresql': `${INSIDE}, 5432`,
  'aws-sqs-queue': `${OUTSIDE}, 443`,
  'gcp-pubsub': `${OUTSIDE}, 443`,
  'azure-queue': `${OUTSIDE}, 443`,
  'azure-servicebus': `${OUTSIDE}, 5671`,
};

/** Consumers of a queue that network policies let ask for names and nothing else. */
export const workerEgress: Rule = {
  id: 'ML-NET-010',
  title: 'consumers of a queue may call somebody',
  severity: Severity.WARNING,
  why: 'KEDA asks the queue how long it is and starts consumers. They take their messages from the broker themselves, and a network policy that lets them ask DNS alone keeps them from it: they start, get nothing, and the queue grows.',
  fix: "Let the worker call its broker, on the port of the broker's pods: worker.allowTo(…).",
  example: "Deployment 'embedder' may call nobody, so it cannot take from its queue; let it call the broker: worker.allowTo(NetworkPeer.namespace('queues'), 5672)",
  judges: WORKLOADS,
  check(set, report) {
    const workers = workersOf(set);
    if (workers.size === 0) {
      return;
    }
    const { closed, open } = judgePolicies(set, new Set([...workers.keys()].map(({ namespace }) => namespace)));
    for (const [template, broker] of workers) {
      const isIn = (places: Places): boolean => places.pods.has(template) || places.namespaces.has(template.namespace);
      if (isIn(closed) && !isIn(open)) {
        report(template.owner, `${template.owner.called} may call nobody, so it cannot take from its queue; let it call the broker: worker.allowTo(${broker})`);
      }
    }
  },
};

/** Pods, and namespaces for all of their pods. */
interface Places {
  readonly pods: Set<PodTemplate>;
  readonly namespaces: Set<string | undefined>;
}

/** The pods that take from queues, and whom they have to call for that. A service is called by those who do. */
function workersOf(set: ManifestSet): Map<PodTemplate, string> {
  const workers = new Map<PodTemplate, string>();
  const scalers = set.ofKind(SCALED_OBJECT).length > 0 ? ScalerIndex.of(set) : undefined;
  for (const template of set.templates) {
    const { owner } = template;
    const component = template.labels['app.kubernetes.io/component'];
    const triggers = owner.kind === 'keda.sh/ScaledJob' ? [owner] : scalers?.scalersOf(owner).map(({ subject }) => subject) ?? [];
    const broker = component === 'online-inference' ? undefined : brokerOf(triggers) ?? (component === 'queue-worker' ? BROKERS.rabbitmq : undefined);
    if (broker !== undefined) {
      workers.set(template, broker);
    }
  }
  return workers;
}

function brokerOf(scalers: readonly Subject[]): string | undefined {
  const types = scalers.flatMap(({ spec }) => mapsOf(spec.triggers)).map(({ type }) => textOf(type) ?? '');
  const queue = types.find((type) => Object.prototype.hasOwnProperty.call(BROKERS, type));
  return queue === undefined ? undefined : BROKERS[queue];
}

/** Whom the policies for egress close, and whom they let call somebody. */
function judgePolicies(set: ManifestSet, namespaces: ReadonlySet<string | undefined>): { readonly closed: Places; readonly open: Places } {
  const closed: Places = { pods: new Set(), namespaces: new Set() };
  const open: Places = { pods: new Set(), namespaces: new Set() };
  for (const policy of set.ofKind('networking.k8s.io/NetworkPolicy')) {
    if (namespaces.has(policy.namespace) && isEgress(policy.spec)) {
      const places = letsCall(policy) ? open : closed;
      const selector = selectorOf(policy.spec.podSelector);
      if (!selector || selector.pairs.length + selector.expressions.length === 0) {
        places.namespaces.add(policy.namespace);
      } else {
        set.select(policy.namespace, selector).forEach((template) => places.pods.add(template));
      }
    }
  }
  return { closed, open };
}

/** True if a policy lets out to somebody who is neither the names' server nor at a link-local address, where nodes and clouds have their own. */
function letsCall({ spec, cluster }: Subject): boolean {
  const dnsPorts = cluster?.dnsPorts ?? DNS_PORTS;
  return mapsOf(spec.egress).some(({ ports, to }) => {
    const [named, peers] = [mapsOf(ports), mapsOf(to)];
    return (named.length === 0 || !named.every((port) => isDns(port, dnsPorts))) && (peers.length === 0 || !peers.every(isLinkLocal));
  });
}

function isDns({ port, endPort }: Shape, dnsPorts: readonly number[]): boolean {
  return (typeof port === 'string' && port.includes('dns')) || (typeof port === 'number' && endPort === undefined && dnsPorts.includes(port));
}

const isLinkLocal = ({ ipBlock }: Shape): boolean => isMap(ipBlock) && (textOf(mapOf(ipBlock).cidr) ?? '').startsWith('169.254.');
