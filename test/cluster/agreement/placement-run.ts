import { Check } from './check';
import { Claims } from './claims';
import { Lab } from './lab';
import { PlacementCase } from './placement-case';
import { Random } from './random';
import { BRIEF, CURIOUS, PATIENT, settle, SURE } from './settle';
import { ClusterProof } from '../../../src/capacity/nodes/cluster-proof';
import { domainLimit } from '../../../src/capacity/nodes/domains';
import { PoolFacts } from '../../../src/capacity/nodes/pool-facts';
import { selectionOf } from '../../../src/capacity/nodes/selection';
import { Truth } from '../../../src/capacity/nodes/truth';
import { strandedInSomeOrder } from '../../../src/capacity/placement/any-order';
import { Counting } from '../../../src/capacity/placement/counting';
import { Presence, unitCounts, UnitCounts, Workload } from '../../../src/capacity/workload';
import { FakeNode } from '../harness/control-plane';

/** What is said of a set of pods. */
export enum Word {
  CANNOT_FIT = 'cannot fit',
  FITS = 'fits in any order',
  /** That it depends on the scheduler. */
  MAY_FRAGMENT = 'may fragment',
  /** Nothing: more than room decides. */
  NOTHING = 'nothing',
}

const PATIENCE = { [Word.FITS]: PATIENT, [Word.CANNOT_FIT]: SURE, [Word.MAY_FRAGMENT]: CURIOUS, [Word.NOTHING]: CURIOUS };

export interface PlacementResult {
  readonly checks: Check[];
  /** Where the library left open what becomes of the pods: which way, and whether one was left over. */
  readonly open: readonly { readonly word: Word; readonly did: boolean }[];
}

/** Has a real scheduler place the pods of a case, those of the floor first and then those of the peak. */
export async function runPlacementCase(lab: Lab, random: Random, placed: PlacementCase, claims: Claims): Promise<PlacementResult> {
  const { name, nodes, objects } = placed;
  const proof = claims.proof!;
  const later = random.chance(0.5) ? laterNodes(placed, claims) : [];
  await lab.addNodes(nodes.filter((node) => !later.includes(node)));
  await lab.makeNamespace(name, []);
  await applyAgents(lab, name, objects);
  const checks: Check[] = [];
  const open: { word: Word; did: boolean }[] = [];
  for (const state of ['floor', 'peak'] as const) {
    const word = wordOn(claims, state);
    await apply(lab, random, objects, proof, state);
    if (state === 'floor' && later.length > 0) {
      await settle(lab, name, { ...BRIEF, bound: true });
      await lab.addNodes(later);
    }
    const settled = await settle(lab, name, { ...PATIENCE[word], bound: true });
    if (word === Word.FITS || word === Word.CANNOT_FIT) {
      checks.push({
        state: `the pods of the ${state}`,
        library: word === Word.FITS,
        cluster: settled.complete,
        reasons: settled.reasons,
        unnamed: settled.complete || word === Word.FITS ? [] : [...untold(claims, state), ...otherReasons(proof, settled.reasons)],
      });
    } else {
      open.push({ word, did: !settled.complete });
    }
  }
  await lab.clear(name, nodes);
  return { checks, open };
}

/**
 * The nodes that an autoscaler may add when it sees the pods, which by then fill the others. None where agents would come with them, whose
 * place waiting pods may take, nor where pods are left over in any case: why, they say of the nodes that were there when they were looked at.
 */
function laterNodes({ cluster, nodes, objects }: PlacementCase, claims: Claims): FakeNode[] {
  if (objects.some(({ kind }) => kind === 'DaemonSet') || wordOn(claims, 'floor') === Word.CANNOT_FIT) return [];
  return nodes.filter((node) => {
    const [, pool, number] = /([^-]+)-(\d+)$/.exec(node.name)!;
    return cluster.pools.some(({ name, minNodes }) => name === pool && Number(number) >= minNodes);
  });
}

/** The units of a workload in a state. */
function unitsIn({ presence }: Workload, counts: UnitCounts, state: 'floor' | 'peak'): number {
  return state === 'floor' ? counts.floor : presence === Presence.WHEN_ADMITTED ? 0 : counts.peak;
}

/** What the library says of all pods of a state; whoever is told nothing of them takes that for a yes. */
export function wordOn(claims: Claims, state: 'floor' | 'peak'): Word {
  const word = wordOfSums(claims, state);
  return (word === Word.NOTHING || word === Word.MAY_FRAGMENT) && !isTold(claims, state) ? Word.FITS : word;
}

function wordOfSums({ proof }: Claims, state: 'floor' | 'peak'): Word {
  const { classes, workloads, unfit } = proof!;
  const counts = classes.classes.map(() => 0);
  let spread = false;
  // what nobody declares may be there
  let doubtful = false;
  for (const workload of workloads) {
    const units = unitsIn(workload, unitCounts(workload), state);
    const found = units > 0 ? unfit.find((one) => one.workload === workload) : undefined;
    if (found?.certain) return Word.CANNOT_FIT;
    doubtful ||= found !== undefined;
    for (const group of workload.groups) {
      const podClass = classes.of(group);
      const limit = podClass && domainLimit(classes, group);
      spread ||= limit !== undefined && units * group.perUnit > limit.pods;
      if (podClass) counts[podClass.index] += units * group.perUnit;
    }
  }
  if (spread || new Counting(classes.nodes, classes.classes).shortage(counts)) return Word.CANNOT_FIT;
  if (doubtful) return Word.NOTHING;
  const stranded = strandedInSomeOrder(classes.nodes, classes.classes, counts);
  if (stranded.length === 0) return Word.FITS;
  return stranded.some(({ kind }) => !classes.classes[kind].unproven && classes.classes[kind].surely.length > 0) ? Word.MAY_FRAGMENT : Word.NOTHING;
}

/** Whether a user is told that pods of a state may be left over, of whatever workload and for whatever reason. */
function isTold({ findings }: Claims, state: 'floor' | 'peak'): boolean {
  const about = findings.filter(({ rule }) => ABOUT_PLACES.includes(rule));
  return state === 'peak' ? about.length > 0 : about.some(({ rule, severity, message }) =>
    severity === 'error' || rule === 'ML-CAP-004' || (rule === 'ML-CAP-006' && !/ (in a rollout|at the peak): /.test(message)));
}

const ABOUT_PLACES: readonly string[] = ['ML-CAP-004', 'ML-CAP-005', 'ML-CAP-006', 'ML-CAP-007'];

/** Sums of which a user is not told: an error where the floor cannot fit, a finding of some weight where the peak cannot. */
function untold({ findings }: Claims, state: 'floor' | 'peak'): string[] {
  const about = findings.filter(({ rule }) => ABOUT_PLACES.includes(rule));
  // a label that only another pool declares is a warning
  const told = state === 'peak' ? about.length > 0 : about.some(({ rule, severity }) => severity === 'error' || rule === 'ML-CAP-004');
  return told ? [] : [`no finding says that the ${state} cannot fit`];
}

/** Agents come with their nodes, and so before what is placed. */
async function applyAgents(lab: Lab, name: string, objects: readonly any[]): Promise<void> {
  const agents = objects.filter(({ kind }) => kind === 'DaemonSet');
  for (const agent of agents) await lab.must(agent);
  if (agents.length > 0) await settle(lab, name, { ...SURE, bound: true });
}

async function apply(lab: Lab, random: Random, objects: readonly any[], { workloads }: ClusterProof, state: 'floor' | 'peak'): Promise<void> {
  for (const object of random.shuffled(objects)) {
    const workload = workloads.find(({ subject }) => subject.manifest === object);
    if (!workload) continue;
    const { name, namespace } = object.metadata;
    const units = unitsIn(workload, unitCounts(workload), state);
    if (object.kind === 'DaemonSet') continue;
    if (object.kind === 'Job') {
      if (state === 'peak') await lab.must(object);
    } else if (state === 'floor') {
      await lab.must({ ...object, spec: { ...object.spec, replicas: units } });
    } else {
      await lab.change(`/apis/apps/v1/namespaces/${namespace}/${object.kind.toLowerCase()}s/${name}`, { spec: { replicas: units } });
    }
  }
}

/** Of pods that no pool takes, by the library: the reasons that the scheduler does not give. */
function otherReasons({ unfit, classes }: ClusterProof, reasons: readonly string[]): string[] {
  return unfit.flatMap(({ workload, fits }) => {
    const said = reasons.find((reason) => reason.startsWith(`${workload.subject.name}: `));
    const { spec } = workload.groups[0].template;
    // a node that has no room, and lacks a label that its pool does not declare either: the scheduler looks at labels first
    const byLabels = (pool: PoolFacts) => [Truth.NO, Truth.YES].includes(selectionOf(spec, pool, classes.facts).truth);
    // and of what a pool does not declare its nodes may have some
    const sure = fits.filter(({ pool, truth, reason }) => (truth === Truth.NO ? byLabels(pool) : !/does not declare/.test(reason)));
    return said === undefined ? [] : sure.filter(({ pool, reason }) => {
      const found = new RegExp(`(\\d+) ${phraseOf(reason)}`).exec(said);
      return !found || Number(found[1]) < pool.maxNodes;
    }).map(({ pool, reason }) => `pool ${pool.name}: ${reason}`);
  });
}

/** How the scheduler says it. */
function phraseOf(reason: string): string {
  if (reason.startsWith('taint ')) return 'node\\(s\\) had untolerated taint';
  if (/^(nodeSelector|affinity) /.test(reason)) return 'node\\(s\\) didn\'t match Pod\'s node affinity/selector';
  if (reason.startsWith('hostPort')) return 'node\\(s\\) didn\'t have free ports';
  if (reason.startsWith('pods ')) return 'Too many pods';
  return `Insufficient ${/^(?:its nodes have no )?(\S+)/.exec(reason)![1].replace(/[.]/g, '\\.')}`;
}
