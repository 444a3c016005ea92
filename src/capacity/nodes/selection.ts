import { EVERYWHERE, isCommonLabel, isKnownLabel, SYSTEMS, USUAL_SYSTEM, ZONES } from './known-labels';
import { ClusterFacts, PoolFacts } from './pool-facts';
import { not, Truth } from './truth';
import { Taint, TaintEffect } from '../../cluster/taint';
import { isMap, listOf, mapOf, mapsOf, Shape, textOf, written } from '../../reading/shape';
import { RuntimeScheduling } from '../runtime-class';

/** Whether a pod may enter the nodes of a pool, resources aside, and the first thing that keeps it out. */
export interface Selection {
  readonly truth: Truth;
  readonly reason: string;
  /** The label that no pool of the cluster is said to have, if that is what keeps it out. */
  readonly unheard?: string;
  /** The resource that no pool of the cluster is said to have, if that is what keeps it out. */
  readonly unheardResource?: string;
}

/** What decides beside the spec of a pod. */
export interface Beside {
  /** What its RuntimeClass adds. */
  readonly runtime?: RuntimeScheduling;
  /** What its controller tolerates. */
  readonly tolerated?: readonly Shape[];
  /** The resources that it asks for. */
  readonly asked?: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();
const OPEN: Selection = { truth: Truth.YES, reason: '' };

/**
 * Whether a pod may enter the nodes of a pool: by its node name, its selector, its required affinity and its tolerations.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go
 */
export function selectionOf(spec: Shape, pool: PoolFacts, cluster: ClusterFacts, { runtime, tolerated = [], asked = NONE }: Beside = {}): Selection {
  const tolerations = [...mapsOf(spec.tolerations), ...tolerated, ...runtime?.tolerations ?? []];
  return weakest([
    ...textOf(spec.nodeName) ? [] : pool.taints.map((taint) => tolerance(taint, tolerations, asked)),
    nodeNameOf(spec), selectorOf('nodeSelector', mapOf(spec.nodeSelector), pool, cluster),
    ...runtime ? [selectorOf(`nodeSelector of ${runtime.called}`, runtime.nodeSelector, pool, cluster)] : [],
    affinityOf(spec, pool, cluster),
  ]);
}

/**
 * Whether a taint is tolerated. What asks for the resource that a taint is named after gets its toleration from a server with admission plugin
 * ExtendedResourceToleration, which GKE has and others do not.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration
 */
function tolerance({ key, value, effect = TaintEffect.NO_SCHEDULE }: Taint, tolerations: readonly Shape[], asked: ReadonlySet<string>): Selection {
  if (effect === TaintEffect.PREFER_NO_SCHEDULE) {
    return OPEN;
  }
  const truth = tolerations.reduce((best, toleration) => Math.max(best, tolerates(toleration, key, value ?? '', effect)), Truth.NO);
  const reason = `taint ${key}${value === undefined ? '' : `=${value}`}:${effect} is not tolerated`;
  return truth === Truth.NO && asked.has(key) ? { truth: Truth.UNLIKELY, reason: `${reason}, unless the server adds that` } : { truth, reason };
}

/** @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/api/core/v1/toleration.go */
export function tolerates({ key, operator, value, effect }: Shape, taintKey: string, taintValue: string, taintEffect: string): Truth {
  if ((effect && effect !== taintEffect) || (key && key !== taintKey)) {
    return Truth.NO;
  }
  switch (operator || 'Equal') {
    case 'Exists': return Truth.YES;
    case 'Equal': return (value ?? '') === taintValue && key ? Truth.YES : Truth.NO;
    // whether a server compares numbers is an option of it
    case 'Lt':
    case 'Gt': return Truth.MAYBE;
    default: return Truth.NO;
  }
}

function nodeNameOf(spec: Shape): Selection {
  return textOf(spec.nodeName) ? { truth: Truth.MAYBE, reason: `it names node ${spec.nodeName}` } : OPEN;
}

function selectorOf(called: string, selector: Shape, pool: PoolFacts, cluster: ClusterFacts): Selection {
  const found: Selection[] = [];
  for (const key in selector) {
    const truth = matches(key, 'In', [written(selector[key])], pool, cluster);
    found.push({ truth, reason: `${called} ${key}=${written(selector[key])}, ${has(key, pool)}`, ...unheard(key, cluster) });
  }
  return weakest(found);
}

function affinityOf(spec: Shape, pool: PoolFacts, cluster: ClusterFacts): Selection {
  const required = mapOf(mapOf(spec.affinity).nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution;
  if (!isMap(required)) {
    return OPEN;
  }
  const terms = mapsOf(required.nodeSelectorTerms).map((term) => termOf(term, pool, cluster));
  return terms.reduce((best, term) => (term.truth > best.truth ? term : best), terms[0] ?? { truth: Truth.NO, reason: 'its node affinity has no terms' });
}

/** All of a term's expressions have to match; a term without any matches nothing. */
function termOf(term: Shape, pool: PoolFacts, cluster: ClusterFacts): Selection {
  const expressions = mapsOf(term.matchExpressions);
  const fields = mapsOf(term.matchFields);
  if (expressions.length + fields.length === 0) {
    return { truth: Truth.NO, reason: 'its node affinity has an empty term' };
  }
  return weakest([
    ...expressions.map(({ key, operator, values }) => ({
      truth: matches(written(key), operator, listOf(values).map(written), pool, cluster),
      reason: `affinity asks for ${expressionText(written(key), operator, listOf(values).map(written))}, ${has(written(key), pool)}`,
      ...unheard(written(key), cluster),
    })),
    ...fields.map(({ values }) => ({ truth: Truth.MAYBE, reason: `it names node ${listOf(values).map(written).join(', ')}` })),
  ]);
}

function matches(key: string, operator: unknown, values: readonly string[], pool: PoolFacts, cluster: ClusterFacts): Truth {
  const among = valuesOf(key, pool);
  switch (operator) {
    case 'In': return isIn(key, values, among, pool, cluster);
    case 'NotIn': return not(isIn(key, values, among, pool, cluster));
    case 'Exists': return exists(key, among, pool, cluster);
    case 'DoesNotExist': return not(exists(key, among, pool, cluster));
    case 'Gt':
    case 'Lt': return among === undefined ? isIn(key, values, among, pool, cluster) : all(among.map((label) => compares(label, operator, values[0])));
    default: return Truth.MAYBE;
  }
}

/** What a node of the pool may have as that label: one value, one of several, one of its zones, or nobody knows. */
function valuesOf(key: string, { labels, others, zones }: PoolFacts): readonly string[] | undefined {
  if (labels[key] !== undefined) {
    return [labels[key]];
  }
  const some = others[key] ?? (ZONES.has(key) ? zones : []);
  return some.length > 0 ? some : undefined;
}

function isIn(key: string, values: readonly string[], among: readonly string[] | undefined, pool: PoolFacts, cluster: ClusterFacts): Truth {
  if (among === undefined) {
    return SYSTEMS.has(key) && !pool.complete ? (values.includes(USUAL_SYSTEM) ? Truth.LIKELY : Truth.UNLIKELY) : unsaid(key, pool, cluster);
  }
  return all(among.map((label) => values.includes(label)));
}

function exists(key: string, among: readonly string[] | undefined, pool: PoolFacts, cluster: ClusterFacts): Truth {
  if (among !== undefined) {
    return Truth.YES;
  }
  return EVERYWHERE.has(key) && unsaid(key, pool, cluster) > Truth.NO ? Truth.LIKELY : unsaid(key, pool, cluster);
}

/** Whether a node has a label with the right value of which its pool says nothing. */
function unsaid(key: string, { complete, others }: PoolFacts, { labelKeys }: ClusterFacts): Truth {
  if (complete) {
    return others[key] ? Truth.MAYBE : Truth.NO;
  }
  return isCommonLabel(key) || (isKnownLabel(key) && !labelKeys.has(key)) ? Truth.MAYBE : Truth.UNLIKELY;
}

function unheard(key: string, { labelKeys }: ClusterFacts): Pick<Selection, 'unheard'> {
  return labelKeys.has(key) || isKnownLabel(key) ? {} : { unheard: key };
}

/** True of all nodes, of some, or of none. */
function all(each: readonly boolean[]): Truth {
  return each.every((one) => one) ? Truth.YES : each.some((one) => one) ? Truth.MAYBE : Truth.NO;
}

/** Whether a label is a number above or below another. */
export function compares(label: string, operator: 'Gt' | 'Lt', value: string | undefined): boolean {
  if (!/^[-+]?\d+$/.test(label) || !/^[-+]?\d+$/.test(value ?? '')) {
    return false;
  }
  return operator === 'Gt' ? BigInt(label) > BigInt(value!) : BigInt(label) < BigInt(value!);
}

function weakest(selections: readonly Selection[]): Selection {
  return selections.reduce((worst, one) => (one.truth < worst.truth ? one : worst), OPEN);
}

function has(key: string, pool: PoolFacts): string {
  const among = valuesOf(key, pool);
  return among === undefined ? (pool.complete ? 'which its nodes do not have' : 'which it does not declare') : `and its nodes have ${among.join(' or ')}`;
}

function expressionText(key: string, operator: unknown, values: readonly string[]): string {
  switch (operator) {
    case 'In': return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(', ')})`;
    case 'NotIn': return `${key} not in (${values.join(', ')})`;
    case 'Gt': return `${key} > ${values.join()}`;
    case 'Lt': return `${key} < ${values.join()}`;
    case 'DoesNotExist': return `no ${key}`;
    default: return `${key}`;
  }
}
