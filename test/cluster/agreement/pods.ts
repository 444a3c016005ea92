import { Resource, sketched, STEPS, written } from './amounts';
import { Random } from './random';

/** What the containers of a case say of their resources. */
export enum Habit {
  ALL = 'all',
  REQUESTS = 'requests',
  LIMITS = 'limits',
  NOTHING = 'nothing',
  ANYTHING = 'anything',
}

const HABITS = [Habit.ALL, Habit.ALL, Habit.ALL, Habit.ALL, Habit.ALL, Habit.REQUESTS, Habit.LIMITS, Habit.NOTHING, Habit.ANYTHING];

export const habitOf = (random: Random): Habit => random.pick(HABITS);

/** The spec of a random pod: containers, plain init containers, sidecars, what the pod states as a whole. */
export function podSpec(random: Random, habit: Habit): any {
  const containers = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, (_, i) => container(random, `c${i}`, habit));
  const initContainers = Array.from({ length: random.pick([0, 0, 0, 1, 2, 3]) }, (_, i) => ({
    ...container(random, `i${i}`, habit, 12),
    ...random.chance(0.4) ? { restartPolicy: 'Always' } : {},
  }));
  const spec = {
    // what a pod may take until it is gone; the default of 30 s would be that of the suite, too
    terminationGracePeriodSeconds: random.pick([0, 0, 1, 2]),
    ...initContainers.length > 0 ? { initContainers } : {},
    containers,
  };
  return random.chance(0.12) ? { ...spec, resources: ofPod(random, spec) } : spec;
}

function container(random: Random, name: string, habit: Habit, most = 8): any {
  const resources = resourcesOf(random, habit, most);
  return { name, image: 'registry.example.com/app:1', ...resources ? { resources } : {} };
}

function resourcesOf(random: Random, habit: Habit, most: number): any {
  const requests: Record<string, string> = {};
  const limits: Record<string, string> = {};
  for (const resource of ['cpu', 'memory', ...random.chance(0.12) ? ['ephemeral-storage'] : []] as Resource[]) {
    const how = habit === Habit.ANYTHING ? random.pick([Habit.ALL, Habit.REQUESTS, Habit.LIMITS, Habit.NOTHING]) : habit;
    const request = random.int(1, most) * STEPS[resource];
    if (how === Habit.ALL || how === Habit.REQUESTS) {
      requests[resource] = written(random, resource, request);
    }
    if (how === Habit.ALL || how === Habit.LIMITS) {
      limits[resource] = written(random, resource, request * random.pick([1, 1, 2, 3]));
    }
  }
  if (random.chance(0.12)) {
    const count = random.int(1, 2);
    limits['nvidia.com/gpu'] = `${count}`;
    if (random.chance(0.5)) {
      requests['nvidia.com/gpu'] = `${count}`;
    }
  }
  const stated = { ...Object.keys(requests).length > 0 ? { requests } : {}, ...Object.keys(limits).length > 0 ? { limits } : {} };
  return Object.keys(stated).length > 0 ? stated : undefined;
}

/** Resources of the pod as a whole, large enough for all of its containers: less than they take is refused. */
function ofPod(random: Random, spec: any): any {
  const requests: Record<string, string> = {};
  const limits: Record<string, string> = {};
  for (const resource of random.some(['cpu', 'memory'] as const, 1)) {
    const amount = (sketch(spec, resource, 'requests', sumOfAll) + random.int(1, 6) * STEPS[resource]);
    if (random.chance(0.8)) {
      requests[resource] = written(random, resource, amount);
    }
    if (random.chance(0.7)) {
      limits[resource] = written(random, resource, Math.max(amount, sketch(spec, resource, 'limits', sumOfAll)) + random.int(0, 6) * STEPS[resource]);
    }
  }
  const stated = { ...Object.keys(requests).length > 0 ? { requests } : {}, ...Object.keys(limits).length > 0 ? { limits } : {} };
  return Object.keys(stated).length > 0 ? stated : { requests: { cpu: written(random, 'cpu', sketch(spec, 'cpu', 'requests', sumOfAll) + 100) } };
}

const sumOfAll = (containers: number[], inits: number[]) => [...containers, ...inits].reduce((a, b) => a + b, 0);
const usual = (containers: number[], inits: number[]) => Math.max(containers.reduce((a, b) => a + b, 0), ...inits);

/** What a pod takes, roughly: quotas and nodes are chosen near it. */
export function sketch(spec: any, resource: Resource, side: 'requests' | 'limits', sum = usual): number {
  const of = ({ resources }: any) => sketched(resource, resources?.[side]?.[resource] ?? (side === 'requests' ? resources?.limits?.[resource] : undefined));
  return spec.resources?.[side]?.[resource] !== undefined ? of(spec) : sum(spec.containers.map(of), (spec.initContainers ?? []).map(of));
}
