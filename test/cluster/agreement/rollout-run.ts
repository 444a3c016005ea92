import { Check } from './check';
import { Claims } from './claims';
import { Lab } from './lab';
import { Word } from './placement-run';
import { unnamedKeys } from './quota-run';
import { Random } from './random';
import { RolloutCase } from './rollout-case';
import { CURIOUS, PATIENT, settle, Settled, STUCK, SURE } from './settle';
import { Workload } from '../../../src/capacity/workload';

/** What the library says of the rollouts of one Deployment. */
interface Forecast {
  /** The number of replicas at which it hangs, if it does. */
  readonly hangsAt?: number;
  /** True if the pods all have room at their least, and none is said to have none at its most. */
  readonly floor: boolean;
  /** True if that depends on the scheduler. */
  readonly open: boolean;
  /** True if nothing was said against any number of replicas. */
  readonly clean: boolean;
}

export interface RolloutResult {
  readonly checks: Check[];
  readonly open: readonly { readonly word: Word; readonly did: boolean }[];
}

/** Has the real controllers roll a Deployment out, at a number of replicas of which the library says something. */
export async function runRolloutCase(lab: Lab, random: Random, { name, nodes, objects }: RolloutCase, claims: Claims): Promise<RolloutResult> {
  await lab.addNodes(nodes);
  await lab.makeNamespace(name, objects.filter(({ kind }) => kind === 'ResourceQuota'));
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  const scalerOf = ({ metadata }: any) => objects.find((one) => one.kind === 'HorizontalPodAutoscaler' && one.metadata.name === metadata.name)?.spec;
  const minOf = (one: any): number => scalerOf(one)?.minReplicas ?? one.spec.replicas;
  const maxOf = (one: any): number => scalerOf(one)?.maxReplicas ?? one.spec.replicas;
  const neverAtMost = faultsOf(claims).filter(({ fault }) => fault === 'alone').map(({ workload }) => workload?.subject.name);
  const rolling = deployments.find(({ metadata }) => neverAtMost.includes(metadata.name)) ?? random.pick(deployments);
  const { metadata: { name: called } } = rolling;
  const forecast = forecastOf(claims, called, minOf(rolling));
  const most = neverAtMost.length > 0 ? maxOf(rolling) : minOf(rolling);
  const replicas = forecast.hangsAt ?? (forecast.clean ? random.int(minOf(rolling), maxOf(rolling)) : most);

  const refusals = await lab.make(deployments.map((one) => ({ ...one, spec: { ...one.spec, replicas: one === rolling ? replicas : minOf(one) } })));
  const before = await settle(lab, name, { ...(forecast.open ? CURIOUS : forecast.floor ? PATIENT : SURE), bound: true }, refusals);
  const done = async (result: RolloutResult) => {
    await lab.clear(name, nodes);
    return result;
  };
  const answer = (state: string, library: boolean, { complete, reasons }: Settled, unnamed: string[] = []) =>
    done({ checks: [{ state, library, cluster: complete, reasons, unnamed }], open: [] });
  if (!before.complete || !forecast.floor) {
    return forecast.open
      ? done({ checks: [], open: [{ word: Word.MAY_FRAGMENT, did: true }] })
      : answer(`${replicas} replicas of ${called}`, forecast.floor, before);
  }

  await lab.change(`/apis/apps/v1/namespaces/${name}/deployments/${called}`, { spec: { template: { metadata: { annotations: { revision: '2' } } } } });
  const passes = forecast.hangsAt === undefined;
  const after = await settle(lab, name, passes ? { ...(forecast.open ? CURIOUS : PATIENT), bound: true, rolled: true } : STUCK);
  if (forecast.open && passes) {
    return done({ checks: [], open: [{ word: Word.MAY_FRAGMENT, did: !after.complete }] });
  }
  const unnamed = after.complete || passes ? [] : [...after.reasons.length === 0 ? ['any reason'] : [], ...unnamedKeys(after.reasons, claims)];
  return answer(`a rollout of ${called} at ${replicas}`, passes, after, unnamed);
}

/** A sum that is too large, of a quota or of pools. */
interface Fault {
  readonly fault: string;
  readonly units: number;
  readonly workload?: Workload;
}

const faultsOf = ({ shortfalls, proof }: Claims): Fault[] => [...shortfalls, ...proof?.shortfalls ?? []];

function forecastOf(claims: Claims, name: string, min: number): Forecast {
  const { findings, proof } = claims;
  const all = faultsOf(claims);
  const own = all.filter(({ workload }) => workload?.subject.name === name);
  const apart = findings.filter(({ rule, object, message }) => rule === 'ML-CAP-007' && object.endsWith(`/${name}`) && message.startsWith('rollout of') && !message.includes(' may add '));
  const hangs = [
    ...own.filter(({ fault }) => fault === 'step' || fault === 'hang').map(({ units }) => units - 1),
    ...apart.map(({ message }) => Number(/ hangs at (\d+) /.exec(message)?.[1] ?? min)),
  ];
  const full = findings.some(({ rule, message }) => rule === 'ML-CAP-007' && !message.startsWith('rollout of'));
  return {
    ...hangs.length > 0 ? { hangsAt: Math.min(...hangs) } : {},
    floor: !all.some(({ fault }) => fault === 'floor' || fault === 'alone') && !full && (proof?.unfit.length ?? 0) === 0,
    open: findings.some(({ rule }) => rule === 'ML-CAP-006') || (proof?.classes.classes.some(({ unproven }) => unproven) ?? false),
    clean: findings.length === 0,
  };
}
