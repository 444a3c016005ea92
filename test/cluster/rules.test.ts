import { ControlPlane } from './harness/control-plane';
import { Severity } from '../../src/manifest/finding';
import { judge } from '../../src/rules/judge';
import { BROKEN, NEAR_MISSES } from '../rules/cases/all';

jest.setTimeout(10 * 60_000);

/** What an API server knows without any CRD. */
const NATIVE = /^(v1|apps\/v1|batch\/v1|policy\/v1|autoscaling\/v2|networking\.k8s\.io\/v1|rbac\.authorization\.k8s\.io\/v1)$/;
const NAMESPACES = ['team-a', 'team-b', 'free', 'monitoring'];
const AT_ONCE = 4;

/** The errors of one object by itself. */
function errorsOf(manifest: any): string[] {
  return judge([{ manifest, path: 'test' }], []).filter(({ severity }) => severity === Severity.ERROR).map(({ rule, message }) => `${rule}: ${message}`);
}

const native = [...new Map([...BROKEN, ...NEAR_MISSES].flatMap(({ objects }) => objects)
  .flatMap((object) => (object.kind === 'List' ? object.items : [object]))
  .filter(({ apiVersion, kind }) => NATIVE.test(apiVersion) && kind !== 'Namespace')
  .map((object) => [JSON.stringify(object), object])).values()];

describe('the rules and a real API server', () => {
  let cluster: ControlPlane;
  const answers = new Map<any, string>();

  beforeAll(async () => {
    cluster = await ControlPlane.start({ crds: false, kwok: 'none' });
    await Promise.all(NAMESPACES.map((name) => cluster.run(['create', 'namespace', name])));
    const waiting = [...native];
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let object = waiting.shift(); object !== undefined; object = waiting.shift()) {
        const { code, stderr } = await cluster.kubectl(['create', '--dry-run=server', '--validate=strict', '-f', '-'], { stdin: JSON.stringify(object) });
        answers.set(object, code === 0 ? 'created' : stderr.trim());
      }
    }));
  }, 40 * 60_000);

  afterAll(async () => cluster?.stop());

  test('what the rules about the API call an error is refused', () => {
    const refused = native.filter((object) => errorsOf(object).some((error) => error.startsWith('ML-API-')));
    expect(refused.length).toBeGreaterThan(80);
    for (const object of refused) {
      expect({ errors: errorsOf(object), answer: answers.get(object) }).not.toEqual({ errors: expect.anything(), answer: 'created' });
    }
  });

  test('what the server refuses is an error', () => {
    const taken = native.filter((object) => errorsOf(object).length === 0);
    expect(taken.length).toBeGreaterThan(100);
    for (const object of taken) {
      expect({ object, answer: answers.get(object) }).toEqual({ object, answer: 'created' });
    }
  });
});
