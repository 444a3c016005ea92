import { Resource, STEPS, written } from './amounts';
import { Random } from './random';

/**
 * A random LimitRange that the API server takes: its amounts stand in the order that it asks for. Only one of a namespace gives defaults, for
 * which of two counts is the server's chance.
 */
export function limitRange(random: Random, name: string, of: readonly string[]): any {
  const types = random.some(of, 1, 2);
  return { apiVersion: 'v1', kind: 'LimitRange', metadata: { name }, spec: { limits: [...new Set(types)].map((type) => item(random, type)) } };
}

function item(random: Random, type: string): any {
  const ofPod = type === 'Pod';
  const limit: Record<string, any> = { type };
  for (const resource of random.some(['cpu', 'memory'] as const, 1)) {
    const amounts = Array.from({ length: 4 }, () => random.int(1, ofPod ? 24 : 14)).sort((a, b) => a - b);
    const fields = random.some(ofPod ? ['min', 'max', 'max', 'maxLimitRequestRatio'] : ['min', 'defaultRequest', 'default', 'max', 'max', 'default', 'maxLimitRequestRatio'], 1, 3);
    for (const field of new Set(fields)) {
      // a ratio that the minimum and the maximum do not allow is refused
      if (field === 'maxLimitRequestRatio' && fields.includes('min') && fields.includes('max')) continue;
      const amount = field === 'maxLimitRequestRatio' ? undefined : amounts[['min', 'defaultRequest', 'default', 'max'].indexOf(field)];
      limit[field] = { ...limit[field], [resource]: amount === undefined ? `${random.int(1, 4)}` : quantity(random, resource, field === 'max' ? amount + 4 : amount) };
    }
  }
  return limit;
}

const quantity = (random: Random, resource: Resource, steps: number) => written(random, resource, steps * STEPS[resource]);
