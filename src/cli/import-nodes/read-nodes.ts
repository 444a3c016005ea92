import { cardsOf } from './cards';
import { DaemonFacts, daemonOf } from './daemon-facts';
import { isPassing, isSpot, isState, ZONES } from './node-marks';
import { Texts } from './texts';
import { JsonFault, JsonText } from '../../border/json-text';
import { isLabelValue, isQualifiedName } from '../../border/names';
import { refusal, show } from '../../border/problems';
import { AcceleratorFile } from '../../cluster/file/accelerator-file';
import { amountOf, isQuantity } from '../../cluster/file/amount';
import { BOUNDED } from '../../cluster/file/pool-file';
import { TaintEffect } from '../../cluster/taint';
import { isMap, listOf, mapOf, Shape, textOf } from '../../reading/shape';

const HOW = 'run kubectl get nodes -o json | npx cdk8s-ml import-nodes';

const DAEMON_SET = 'DaemonSet';

/** A node, as far as it tells what the next one of its pool will be like. */
export interface NodeFacts {
  readonly name: string;
  /** Those that the pool's next node has too. */
  readonly labels: Texts;
  /** The others. */
  readonly own: Texts;
  readonly taints: readonly Shape[];
  readonly capacity: Texts;
  readonly allocatable: Texts;
  readonly zone?: string;
  readonly spot: boolean;
  readonly accelerator?: AcceleratorFile;
  /** `v1.35.2-gke.100` */
  readonly kubelet?: string;
}

/** Nodes, names of those that are left out, with the reason, and of those of which something is in doubt, with what. */
export interface NodeReading {
  readonly nodes: readonly NodeFacts[];
  readonly leftOut: NamesByText;
  readonly doubts: NamesByText;
  /** The DaemonSets that were listed too. */
  readonly daemons: readonly DaemonFacts[];
}

type NamesByText = ReadonlyMap<string, readonly string[]>;

/**
 * The nodes in what `kubectl get nodes -o json` printed, or `kubectl get nodes,daemonsets -A -o json` with the DaemonSets.
 *
 * A node that is not ready or is cordoned is left out: what it reports is of a bad moment, and no pod can go there.
 *
 * @throws if the text is something else, or tells of no node that takes pods
 */
export function readNodes(text: string): NodeReading {
  const listed = objectsIn(parse(text));
  const objects = listed.filter(({ kind }) => kind !== DAEMON_SET);
  const leftOut = new Map<string, string[]>();
  const doubts = new Map<string, string[]>();
  const under = (names: Map<string, string[]>, reason: string, name: string) => names.set(reason, names.get(reason) ?? []).get(reason)!.push(name);
  const nodes: NodeFacts[] = [];
  for (const object of objects) {
    const name = textOf(mapOf(object.metadata).name) ?? '';
    const reason = reasonToLeaveOut(object);
    if (reason === undefined) {
      const { facts, doubts: own } = factsOf(name, object);
      nodes.push(facts);
      own.forEach((doubt) => under(doubts, doubt, name));
    } else {
      under(leftOut, reason, name);
    }
  }
  if (nodes.length === 0) {
    const reasons = [...leftOut].map(([reason, names]) => `${names.length} ${reason}`).join(', ');
    throw refusal([`standard input must tell of at least one node that takes pods, got ${objects.length === 0 ? 'an empty list' : reasons}; ${
      objects.length === 0 ? 'is the context of kubectl the right one?' : 'try again when a node is ready'}`]);
  }
  return { nodes, leftOut, doubts, daemons: listed.filter(({ kind }) => kind === DAEMON_SET).map(daemonOf) };
}

function parse(text: string): unknown {
  if (text.trim() === '') {
    throw refusal([`standard input must be a list of nodes in JSON, got nothing; ${HOW}`]);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw refusal([`standard input${placeOfFault(text)}; ${HOW}`]);
  }
}

/** Where the text stops being JSON: the fast parser does not tell. */
function placeOfFault(text: string): string {
  try {
    for (const _ of new JsonText(text).values()) {
      // only the fault is of interest
    }
  } catch (error) {
    if (error instanceof JsonFault) {
      const before = text.slice(0, error.offset).split('\n');
      return `:${before.length}:${before[before.length - 1].length + 1} must be JSON: ${error.message.replace(/;/g, ',')}`;
    }
  }
  return ' must be one text in JSON';
}

function objectsIn(value: unknown): Shape[] {
  if (!isMap(value) || typeof value.kind !== 'string') {
    throw refusal([`standard input must be a list of nodes, got ${isMap(value) ? `an object without kind (${show(value)})` : show(value)}; ${HOW}`]);
  }
  if (value.kind === 'Node') {
    return [value];
  }
  const objects = listOf(value.items);
  const kinds = new Set(value.kind === 'List' || value.kind === 'NodeList' ? objects.map((item) => mapOf(item).kind ?? 'Node') : [value.kind]);
  const others = new Set([...kinds].filter((kind) => kind !== 'Node' && !(kind === DAEMON_SET && kinds.has('Node'))));
  if (others.size > 0 || !Array.isArray(value.items)) {
    throw refusal([`standard input must be a list of nodes, got ${others.size > 0 ? [...others].map((kind) => textOf(kind) ?? show(kind)).join(', ') : 'a list without items'}; ${HOW}`]);
  }
  return objects.map(mapOf);
}

function reasonToLeaveOut(node: Shape): string | undefined {
  const { allocatable, capacity, conditions } = mapOf(node.status);
  if (mapOf(node.spec).unschedulable === true) {
    return 'cordoned';
  }
  const ready = listOf(conditions).map(mapOf).find(({ type }) => type === 'Ready');
  if (ready && ready.status !== 'True') {
    return 'not ready';
  }
  return brokenAmounts(allocatable, capacity) ?? brokenMarks(node);
}

/** What is wrong with the amounts of a node, of which there are to be a processor and memory, and not more for pods than in all. */
function brokenAmounts(allocatable: unknown, capacity: unknown): string | undefined {
  const amount = (share: unknown, resource: string) => (isQuantity(mapOf(share)[resource]) ? amountOf(mapOf(share)[resource]) : undefined);
  for (const share of [allocatable, capacity]) {
    const millis = Math.round((amount(share, 'cpu') ?? 0) * 1000);
    const bytes = amount(share, 'memory') ?? 0;
    if (!(Number.isSafeInteger(millis) && millis > 0 && Number.isSafeInteger(bytes) && bytes > 0)) {
      return 'without allocatable amounts';
    }
  }
  const more = BOUNDED.find((resource) => (amount(allocatable, resource) ?? 0) > (amount(capacity, resource) ?? Infinity));
  return more && `with more allocatable ${more} than its capacity`;
}

/** What no API server lets pass, so that a file of facts would not either. */
function brokenMarks({ metadata, spec }: Shape): string | undefined {
  const label = Object.entries(texts(mapOf(metadata).labels)).find(([key, value]) => !isQualifiedName(key) || !isLabelValue(value));
  if (label) {
    return `with an illegal label (${label[0]})`;
  }
  const taint = listOf(mapOf(spec).taints).map(mapOf).find(({ key, value = '', effect }) => !isQualifiedName(`${key}`) || !isLabelValue(`${value}`) || (effect !== undefined && !EFFECTS.has(effect)));
  return taint && `with an illegal taint (${show(taint)})`;
}

const EFFECTS: ReadonlySet<unknown> = new Set(Object.values(TaintEffect));

/** What a node tells, and what of its accelerators is in doubt. */
function factsOf(name: string, { metadata, spec, status }: Shape): { readonly facts: NodeFacts; readonly doubts: readonly string[] } {
  const all = texts(mapOf(metadata).labels);
  const { capacity, nodeInfo } = mapOf(status);
  const allocatable = amounts(mapOf(status).allocatable);
  const { accelerator, doubts = [] } = cardsOf(allocatable, all) ?? {};
  const facts: NodeFacts = {
    name,
    labels: Object.fromEntries(Object.entries(all).filter(([key, value]) => !isPassing(key, value, name)).sort()),
    own: Object.fromEntries(Object.entries(all).filter(([key, value]) => isPassing(key, value, name)).sort()),
    taints: listOf(mapOf(spec).taints).map(mapOf).filter(({ key }) => typeof key === 'string' && !isState(key))
      .map(({ key, value, effect }) => ({ key, ...typeof value === 'string' && value !== '' && { value }, ...effect !== undefined && { effect } })),
    capacity: amounts(capacity),
    allocatable,
    spot: isSpot(all),
    ...zoneOf(all) !== undefined && { zone: zoneOf(all) },
    ...accelerator && { accelerator },
    ...typeof mapOf(nodeInfo).kubeletVersion === 'string' && { kubelet: mapOf(nodeInfo).kubeletVersion },
  };
  return { facts, doubts };
}

const zoneOf = (labels: Texts): string | undefined => ZONES.map((key) => labels[key]).find((zone) => zone !== undefined && zone !== '');

const texts = (value: unknown): Texts => Object.fromEntries(Object.entries(mapOf(value)).filter(([, text]) => typeof text === 'string'));

/** Amounts that a pod can ask for; volumes are counted by their drivers. */
function amounts(value: unknown): Texts {
  const read = Object.entries(mapOf(value)).map(([resource, amount]) => [resource, typeof amount === 'number' ? `${amount}` : amount] as const);
  return Object.fromEntries(read.filter((entry): entry is [string, string] => isQuantity(entry[1]) && !entry[0].startsWith('attachable-volumes-')).sort());
}
