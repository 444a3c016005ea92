import { ControlPlane } from './harness/control-plane';
import { Cluster } from '../../src/cluster/cluster';
import { KubernetesVersion } from '../../src/cluster/kubernetes-version';
import { Severity } from '../../src/manifest/finding';
import { judge } from '../../src/rules/judge';
import { BROKEN, NEAR_MISSES } from '../rules/cases/all';

jest.setTimeout(10 * 60_000);

/** What an API server knows without any CRD. */
const NATIVE = /^(v1|apps\/v1|batch\/v1|policy\/v1|autoscaling\/v2|networking\.k8s\.io\/v1|rbac\.authorization\.k8s\.io\/v1)$/;
const NAMESPACES = ['team-a', 'team-b', 'free', 'monitoring'];
const AT_ONCE = 4;
/** What controllers make in every namespace is validated before it is found to be there. */
const THERE = /^Error from server \(AlreadyExists\)/;

const SERVER = Cluster.of('server', { version: KubernetesVersion.V1_36 });

/** The errors of one object by itself, on a cluster of the server's version. */
function errorsOf(manifest: any): string[] {
  return judge([{ manifest, path: 'test', cluster: SERVER }], []).filter(({ severity }) => severity === Severity.ERROR).map(({ rule, message }) => `${rule}: ${message}`);
}

const ofVersions = ({ rule }: { readonly rule: string }) => rule.startsWith('ML-VER-');

const nativeOf = (cases: readonly { readonly objects: readonly any[] }[]) => [...new Map(cases.flatMap(({ objects }) => objects)
  .flatMap((object) => (object.kind === 'List' ? object.items : [object]))
  .filter(({ apiVersion, kind }) => NATIVE.test(apiVersion) && kind !== 'Namespace')
  .map((object) => [JSON.stringify(object), object])).values()];

const CASES = [...BROKEN, ...NEAR_MISSES];
/** Cases of other versions than the server's, and of fields that it leaves out, say nothing of what it takes. */
const native = nativeOf(CASES.filter((one) => !ofVersions(one)));
const versioned = nativeOf(CASES.filter(ofVersions));
/** What no rule finds fault with. */
const taken = native.filter((object) => errorsOf(object).length === 0);

describe('the rules and a real API server', () => {
  let cluster: ControlPlane;
  const answers = new Map<any, string>();

  beforeAll(async () => {
    cluster = await ControlPlane.start({ crds: false, kwok: 'none' });
    // what is taken needs the namespace that it stands in; what is refused is refused for itself
    const needed = taken.flatMap(({ metadata }) => metadata.namespace ?? []);
    const namespaces = [...new Set([...NAMESPACES, ...needed])].filter((name) => name !== 'default');
    await Promise.all(namespaces.map((name) => cluster.run(['create', 'namespace', name])));
    // until it is there, every pod is refused
    for (const name of namespaces) {
      await cluster.waitFor(`the ServiceAccount of ${name}`, async () => (await cluster.kubectl(['get', 'serviceaccount', 'default', '-n', name])).code === 0, 60);
    }
    const waiting = [...native, ...versioned];
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let object = waiting.shift(); object !== undefined; object = waiting.shift()) {
        const { code, stderr } = await cluster.kubectl(['create', '--dry-run=server', '--validate=strict', '-f', '-'], { stdin: JSON.stringify(object) });
        answers.set(object, code === 0 || THERE.test(stderr) ? 'created' : stderr.trim());
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
    expect(taken.length).toBeGreaterThan(100);
    expect(taken.filter((object) => answers.get(object) !== 'created').map((object) => ({ object, answer: answers.get(object) }))).toEqual([]);
  });

  test('what it does not know is refused', () => {
    // volumes whose drivers are gone have a field still; it is the kubelet that knows them no more
    const unknown = versioned.filter((object) => errorsOf(object).some((error) => error.startsWith('ML-VER-001') && !error.includes('spec.volumes')));
    expect(unknown.length).toBeGreaterThan(3);
    for (const object of unknown) {
      expect(answers.get(object)).toMatch(/unknown field|no matches for kind/);
    }
  });
});
