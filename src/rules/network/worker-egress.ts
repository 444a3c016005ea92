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

/** The triggers of KEDA that are queues, the port that such a broker usually has, and the setting with its address, where it may be in the cluster. */
const BROKERS: { readonly [trigger: string]: { readonly port: number; readonly address?: string } } = {
  'rabbitmq': { port: 5672, address: 'host' },
  'redis': { port: 6379, address: 'address' },
  'redis-streams': { port: 6379, address: 'address' },
  'kafka': { port: 9092, address: 'bootstrapServers' },
  'nats-jetstream': { port: 4222, address: 'natsServerMonitoringEndpoint' },
  'postgresql': { port: 5432, address: 'host' },
  'aws-sqs-queue': { port: 443 },
  'gcp-pubsub': { port: 443 },
  'azure-queue': { port: 443 },
  'azure-servicebus': { port: 5671 },
};

/** `redis.queues`, `amqp://rabbitmq.queues.svc.cluster.local:5672`: a Service, and its namespace. */
const SERVICE = /^(?:[a-z]+:\/\/)?[a-z0-9-]+\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?(?=[:/,]|$)/;

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
    const broker = component === 'online-inference' ? undefined : brokerOf(triggers) ?? (component === 'queue-worker' ? callTo({ type: 'rabbitmq' }) : undefined);
    if (broker !== undefined) {
      workers.set(template, broker);
    }
  }
  return workers;
}

function brokerOf(scalers: readonly Subject[]): string | undefined {
  const queue = scalers.flatMap(({ spec }) => mapsOf(spec.triggers)).find(({ type }) => Object.prototype.hasOwnProperty.call(BROKERS, textOf(type) ?? ''));
  return queue && callTo(queue);
}

/** Whom a consumer calls to take from a queue: what KEDA asks may be another port of it, but is in the same namespace. */
function callTo({ type, metadata }: Shape): string {
  const { port, address } = BROKERS[textOf(type)!];
  const [, namespace = 'queues'] = SERVICE.exec((address && textOf(mapOf(metadata)[address])) ?? '') ?? [];
  return `NetworkPeer.${address ? `namespace('${namespace}')` : "cidrs('0.0.0.0/0')"}, ${port}`;
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
