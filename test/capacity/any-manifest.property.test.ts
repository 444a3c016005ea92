import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { Cpu } from '../../src/border/cpu';
import { Accelerator } from '../../src/cluster/accelerator';
import { Cluster } from '../../src/cluster/cluster';
import { NodePool } from '../../src/cluster/node-pool';
import { ManifestSet } from '../../src/reading/manifest-set';
import { RULES } from '../../src/rules/table';
import { capacity } from '../rules/cases/capacity';

const RULES_HERE = RULES.filter(({ id }) => id.startsWith('ML-CAP'));
const node = { cpu: Cpu.units(8), memory: Size.gibibytes(32), maxNodes: 3, minNodes: 1, zones: ['a', 'b'], labels: { pool: 'x' } };
const cluster = Cluster.of('prod', { pools: [NodePool.cpu('general', node), NodePool.gpu('l4', { ...node, accelerator: Accelerator.NVIDIA_L4, perNode: 1 })] });

/** What stands in a manifest that nobody checked. */
const wrong = fc.constantFrom<unknown>(null, undefined, true, 'abc', '', -1, 1.5, NaN, 1e300, [], [null], [7], {}, { a: 1 }, '25%', '1e3', '-5Gi', 0, 3, 'In', ['x']);
const all = [...capacity.broken, ...capacity.nearMisses].flatMap(({ objects }) => objects);

/** Every place in a value. */
function placesOf(value: any, path: readonly string[] = []): (readonly string[])[] {
  return typeof value !== 'object' || value === null ? [path] : [path, ...Object.keys(value).flatMap((key) => placesOf(value[key], [...path, key]))];
}

function changed(value: any, [key, ...rest]: readonly string[], to: unknown): any {
  if (key === undefined) {
    return to;
  }
  return Array.isArray(value) ? value.map((item, i) => (`${i}` === key ? changed(item, rest, to) : item)) : { ...value, [key]: changed(value[key], rest, to) };
}

test('nothing that stands in a manifest makes the proof throw', () => {
  const mutated = fc.array(fc.record({ index: fc.nat(all.length - 1), place: fc.nat(), to: wrong }), { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(mutated, fc.boolean(), (changes, withCluster) => {
    const objects = changes.map(({ index, place, to }) => {
      const places = placesOf(all[index]).filter((path) => path.length > 0 && path[0] !== 'kind' && path[0] !== 'apiVersion');
      return changed(all[index], places[place % places.length], to);
    });
    const set = new ManifestSet(objects.map((manifest, i) => ({ manifest, path: `${i}`, cluster: withCluster ? cluster : undefined })), []);
    for (const rule of RULES_HERE) {
      rule.check(set, (_, message) => expect(message).not.toMatch(/undefined|NaN|\[object/));
    }
  }), { numRuns: 1000 });
});
