import { Check } from './check';
import { Claims } from './claims';
import { Lab } from './lab';
import { Random } from './random';
import { PATIENT, settle, Settled, SURE } from './settle';
import { QuotaShortfall } from '../../../src/capacity/quota/proof';
import { Fault } from '../../../src/capacity/shortfall';
import { unitCounts, Workload } from '../../../src/capacity/workload';

const BOUNDS = ['ResourceQuota', 'LimitRange'];
/** Each revision of a Deployment has one, and a rollout makes the next before the last goes. */
const REVISIONS = 'count/replicasets.apps';
/** What Jobs and CronJobs count for by themselves: they are not there while the floor is looked at. */
const UNSEEN_AT_FLOOR: ReadonlySet<string> = new Set(['count/jobs.batch', 'count/cronjobs.batch']);
const NEVER = { 'agreement.test/node': 'none' };

/** Has a real cluster make all the pods of a case in its states, and compares each with what the library says of it. */
export async function runQuotaCase(lab: Lab, random: Random, objects: readonly any[], claims: Claims): Promise<Check[]> {
  const run = new QuotaRun(lab, objects, claims);
  await run.begin();
  const named = claims.shortfalls.filter(({ fault }) => fault === Fault.ALONE).map(({ workload }) => workload!.subject.name!);
  const all = run.workloads.map(({ metadata }) => metadata.name);
  const checks = [await run.alone(random.pick(named.length > 0 && random.chance(0.7) ? named : all)), ...await run.floorAndSurge(random), ...await run.peak()];
  await run.end();
  return checks;
}

class QuotaRun {
  public readonly workloads: readonly any[];
  private readonly name: string;

  constructor(private readonly lab: Lab, private readonly objects: readonly any[], private readonly claims: Claims) {
    this.name = objects[0].metadata.name;
    this.workloads = objects.filter(({ kind }) => !['Namespace', 'RuntimeClass', 'HorizontalPodAutoscaler', ...BOUNDS].includes(kind));
  }

  public async begin(): Promise<void> {
    for (const one of this.objects.filter(({ kind }) => kind === 'RuntimeClass')) await this.lab.must(one);
  }

  /** Ends what would be tried again for ever. */
  public async end(): Promise<void> {
    for (const state of ['alone', 'floor', 'peak']) await this.lab.clear(this.namespace(state), []);
  }

  /** One workload at its most, with nothing beside it. */
  public async alone(name: string): Promise<Check> {
    const shortfalls = this.of(Fault.ALONE).filter(({ workload }) => workload!.subject.name === name);
    const workload = this.workloads.find(({ metadata }) => metadata.name === name);
    const fits = shortfalls.length === 0 && !this.isRefused(workload);
    const settled = await this.state('alone', [this.atMost(workload, true)], fits);
    return this.check(`${name} alone at its maximum`, fits, settled);
  }

  /** What is there from the first minute, at its least; and one Deployment of it in a rollout that gets no further than its new pods. */
  public async floorAndSurge(random: Random): Promise<Check[]> {
    const steady = this.workloads.filter((one) => ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(one.kind) || (one.kind === 'Pod' && one.spec.restartPolicy !== 'Never'));
    const fits = !steady.some((one) => this.isRefused(one) && this.minOf(one) > 0)
      && this.of(Fault.FLOOR).every(({ key }) => UNSEEN_AT_FLOOR.has(key))
      && !this.of(Fault.ALONE).some(({ workload, perUnit, grants }) => perUnit.times(unitCounts(workload!).floor).compare(grants) > 0);
    const settled = await this.state('floor', steady.map((one) => this.atLeast(one)), fits);
    const checks = [this.check('the floor', fits, settled)];
    const rolling = steady.filter((one) => one.kind === 'Deployment' && this.minOf(one) > 0 && this.stands(one, this.minOf(one)));
    if (!fits || !settled.complete || rolling.length === 0) return checks;

    const named = this.claims.shortfalls.map(({ workload }) => workload?.subject.name);
    const interesting = rolling.filter(({ metadata }) => named.includes(metadata.name));
    const chosen = random.pick(interesting.length > 0 && random.chance(0.6) ? interesting : rolling);
    const { name } = chosen.metadata;
    const own = this.claims.shortfalls.filter(({ workload }) => workload?.subject.name === name);
    if (own.some(({ fault }) => fault === Fault.ALONE)) return checks;
    const surges = !own.some((one) => [Fault.STEP, Fault.SURGE].includes(one.fault) || isShortOfSurge(one));
    await this.roll('floor', name);
    return [...checks, this.check(`all new pods that a rollout of ${name} may add at the floor`, surges, await settle(this.lab, this.namespace('floor'), surges ? PATIENT : SURE))];
  }

  /** All at their most, and in rollouts. Whether there is room for the ReplicaSets of rollouts is not seen where some of them cannot be held. */
  public async peak(): Promise<Check[]> {
    const shown = this.workloads.filter(({ spec }) => spec.suspend !== true);
    const fits = !shown.some((one) => this.isRefused(one) && this.maxOf(one) > 0)
      && !this.claims.shortfalls.some(({ fault, workload }) => fault !== Fault.ALONE || shown.some(({ metadata }) => metadata.name === workload!.subject.name));
    const rolling = shown.filter((one) => one.kind === 'Deployment' && this.stands(one, this.maxOf(one)));
    const held = rolling.length === shown.filter(({ kind }) => kind === 'Deployment').length;
    if (!held && this.claims.shortfalls.some(({ key }) => key === REVISIONS)) return [];
    const atPeak = (one: any) => (one.kind !== 'Deployment' || rolling.includes(one) ? this.atMost(one, false) : { ...one, spec: { ...one.spec, replicas: this.peakOf(one) } });
    const schedules = this.workloads.filter(({ kind }) => kind === 'CronJob');
    const before = await this.state('peak', [...schedules, ...this.workloads.map(atPeak)], fits);
    if (before.complete) {
      for (const { metadata } of rolling) await this.roll('peak', metadata.name);
    }
    return [this.check('the peak', fits, before.complete ? await settle(this.lab, this.namespace('peak'), fits ? PATIENT : SURE) : before)];
  }

  private of(fault: Fault): QuotaShortfall[] {
    return this.claims.shortfalls.filter((one) => one.fault === fault);
  }

  private isRefused({ kind, metadata }: any): boolean {
    return this.claims.refused.has(`${kind}/${metadata.name}`);
  }

  private check(state: string, library: boolean, { complete, reasons }: Settled): Check {
    return { state, library, cluster: complete, reasons, ...!library && !complete ? { unnamed: unnamedKeys(reasons, this.claims) } : {} };
  }

  private namespace(state: string): string {
    return `${this.name}-${state}`;
  }

  private async state(state: string, objects: readonly any[], fits: boolean): Promise<Settled> {
    const namespace = this.namespace(state);
    const moved = (all: readonly any[]) => all.map((one) => ({ ...one, metadata: { ...one.metadata, namespace } }));
    await this.lab.makeNamespace(namespace, moved(this.objects.filter(({ kind }) => BOUNDS.includes(kind))));
    const refusals = await this.lab.make(moved(objects));
    // nothing gives back what it took: one refusal is the end of it
    return settle(this.lab, namespace, refusals.length > 0 ? SURE : fits ? PATIENT : SURE, refusals);
  }

  /** Starts a rollout to pods that find no node, so that all that it may add stand there together with all that it may not take away. */
  private roll(state: string, name: string): Promise<void> {
    return this.lab.change(`/apis/apps/v1/namespaces/${this.namespace(state)}/deployments/${name}`, { spec: { template: { spec: { nodeSelector: NEVER } } } });
  }

  /**
   * Whether all pods of a rollout stand there at once when none of the new ones gets ready. Where it may add and take away more than there are,
   * they only do so for a moment.
   */
  private stands(one: any, replicas: number): boolean {
    const { rollout } = this.workloadOf(one);
    return rollout!.surge(replicas) + rollout!.unavailable(replicas) <= replicas;
  }

  private peakOf(one: any): number {
    return unitCounts(this.workloadOf(one)).peak;
  }

  private workloadOf(one: any): Workload {
    return this.claims.workloads.find(({ subject }) => subject.kind === `apps/${one.kind}` && subject.name === one.metadata.name)!;
  }

  private scalerOf({ metadata }: any): any {
    return this.objects.find((one) => one.kind === 'HorizontalPodAutoscaler' && one.metadata.name === metadata.name)?.spec;
  }

  private minOf(one: any): number {
    return this.scalerOf(one)?.minReplicas ?? one.spec.replicas ?? 1;
  }

  private maxOf(one: any): number {
    return this.scalerOf(one)?.maxReplicas ?? one.spec.replicas ?? 1;
  }

  private atLeast(one: any): any {
    return one.kind === 'Deployment' ? { ...one, spec: { ...one.spec, replicas: this.minOf(one) } } : one;
  }

  /** Where its autoscaler would bring it; a CronJob with a run, as its controller makes one. */
  private atMost(one: any, admitted: boolean): any {
    switch (one.kind) {
      case 'Deployment': return { ...one, spec: { ...one.spec, replicas: this.maxOf(one) } };
      case 'CronJob': return { apiVersion: 'batch/v1', kind: 'Job', metadata: one.metadata, spec: one.spec.jobTemplate.spec };
      case 'Job': return admitted ? { ...one, spec: { ...one.spec, suspend: false } } : one;
      default: return one;
    }
  }
}

/** What a quota is said to be short of, and the library says nothing of. */
export function unnamedKeys(reasons: readonly string[], { shortfalls }: Claims): string[] {
  return reasons.flatMap((reason) => [...reason.matchAll(/exceeded quota: ([^,]+), requested: (.*?), used: /g)].flatMap(([, quota, requested]) => requested.split(',')
    .map((one) => one.split('=')[0])
    .filter((key) => !shortfalls.some((one) => one.quota.subject.name === quota && one.key === key))
    .map((key) => `${key} of ${quota}`)));
}

/** A rollout that hangs above the minimum: whether the minimum has room for all that it may add. */
function isShortOfSurge({ fault, workload, units }: QuotaShortfall): boolean {
  if (fault !== Fault.HANG || !workload) return false;
  const { floor, rollout } = unitCounts(workload);
  return rollout > units - 1 && floor < rollout;
}
