import { BASES } from './bases';
import { allPaths, Path, pathOf, withValue } from './paths';
import { METADATA } from './table/metadata';
import { OTHERS } from './table/others';
import { PODS } from './table/pods';
import { Edit, Row } from './table/row';
import { WORKLOADS } from './table/workloads';
import { Severity } from '../../../src/manifest/finding';
import { judge } from '../../../src/rules/judge';
import { RULES } from '../../../src/rules/table';
import { Answer, ApiClient } from '../api-client';
import { START_TIMEOUT } from '../example-cluster';
import { ControlPlane } from '../harness/control-plane';

/**
 * Rules of this prefix say "the API server refuses it", which only the API server can confirm. A wrong one would stop a program that a cluster
 * runs: nothing is worse in a judge.
 */
const API = 'ML-API-';

const TABLE: readonly Row[] = [...METADATA, ...PODS, ...WORKLOADS, ...OTHERS];

let control: ControlPlane;
let client: ApiClient;
beforeAll(async () => {
  control = await ControlPlane.start({ crds: false, kwok: 'none' });
  client = new ApiClient(control.kubeconfig);
}, START_TIMEOUT);
afterAll(async () => {
  client?.close();
  await control?.stop();
});

/** What the API rules call errors in one manifest, by rule. */
function errorsIn(manifest: any): { rule: string; message: string }[] {
  return judge([{ manifest, path: 'manifest' }], [])
    .filter(({ rule, severity }) => rule.startsWith(API) && severity === Severity.ERROR)
    .map(({ rule, message }) => ({ rule, message }));
}

/** What the server says against a manifest; nothing if it takes it. */
async function refusalOf(manifest: any): Promise<string | undefined> {
  const { code, body }: Answer = await client.dryRun(manifest, 'default');
  if (code === 201) return undefined;
  if (code === 400 || code === 403 || code === 404 || code === 422) return `${code} ${body.message}`;
  throw new Error(`the API server answers ${code}: ${body.message}`);
}

const edited = (kind: string, edit: Edit) => Object.entries(edit).reduce((manifest, [path, value]) => withValue(manifest, pathOf(path), value), BASES[kind]);
const text = (edit: Edit) => Object.entries(edit).map(([path, value]) => `${path} = ${value === undefined ? 'nothing' : JSON.stringify(value)}`.slice(0, 150)).join(', ');
const cases = (which: 'illegal' | 'legal') => TABLE.flatMap((row) => row[which].map((edit) => [row.rule, row.kind, text(edit), edit] as const));

test.each(Object.keys(BASES))('%s, as the tests begin with it, is taken by both', async (kind) => {
  expect(errorsIn(BASES[kind])).toEqual([]);
  expect(await refusalOf(BASES[kind])).toBeUndefined();
});

test('the table has every rule that speaks for the API server', () => {
  const rules = RULES.map(({ id }) => id).filter((id) => id.startsWith(API));
  expect([...new Set(TABLE.map(({ rule }) => rule))].sort()).toEqual(rules.sort());
});

describe('is refused by both', () => {
  test.each(cases('illegal'))('%s: %s with %s', async (rule, kind, _, edit) => {
    const manifest = edited(kind, edit);
    expect(errorsIn(manifest).map((error) => error.rule)).toContain(rule);
    expect(await refusalOf(manifest)).toMatch(/^4\d\d /);
  });
});

describe('is taken by both', () => {
  test.each(cases('legal'))('%s: %s with %s', async (_rule, kind, _, edit) => {
    const manifest = edited(kind, edit);
    expect(errorsIn(manifest)).toEqual([]);
    expect(await refusalOf(manifest)).toBeUndefined();
  });
});

/** What people and templates put into fields, by mistake or not. */
const VALUES: readonly unknown[] = [
  undefined, null, '', 'a', 'A_b', '-a', 'a-', 'a.b', 'a/b', 'a b', 'ü', '0', '1', '-1', '80', '70000', '1.5', '1.5GiB', '1Gi', '-1Gi', '512m', '50%', '150%', '0%', 'true',
  'Always', 'Never', 'UTC', 'x'.repeat(16), 'x'.repeat(54), 'x'.repeat(64), 'x'.repeat(254), '..', '../x', '/abs', '10.0.0.0/8', '0 0 * * *',
  0, 1, 2, -1, 1.5, 80, 65536, 3601, 86400, 2147483648, true, false, [], {}, [1], ['a'], { a: 'b' }, [{}], [null], [''],
];

/** Pods are looked at in one workload; the code behind the others is the same. */
const swept = (kind: string, path: Path) => path[0] !== 'apiVersion' && path[0] !== 'kind'
  && (kind === 'Deployment' || !['containers', 'initContainers', 'volumes'].some((field) => path.includes(field)));

// every field of every base with every value: false errors are found here that nobody thought of
test.each(Object.keys(BASES))('nothing in %s that is called an error is taken by the server', async (kind) => {
  const paths = allPaths(BASES[kind]).filter((path) => swept(kind, path));
  const manifests = paths.flatMap((path) => VALUES.map((value) => {
    const title = `${path.join('.')} = ${JSON.stringify(value)}`;
    return { title, manifest: withValue(BASES[kind], path, value) };
  }));
  const wrong: string[] = [];
  let refused = 0;
  const work = manifests.values();
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (const { title, manifest } of work) {
      const [error] = errorsIn(manifest);
      if (error === undefined) continue;
      refused++;
      if (await refusalOf(manifest) === undefined) wrong.push(`${title}: ${error.rule} ${error.message}`);
    }
  }));
  expect(refused).toBeGreaterThan(20);
  expect(wrong.sort()).toEqual([]);
}, 300_000);
