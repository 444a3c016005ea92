import { isFalseError, isUnsafe } from './check';
import { claimsOf } from './claims';
import { exampleFiles } from './examples';
import { generousCluster } from './generous';
import { Lab } from './lab';
import { casesOf, IS_WHOLE, SEED } from './options';
import { placementCase } from './placement-case';
import { EXTRAS } from './placement-extras';
import { runPlacementCase } from './placement-run';
import { quotaCase } from './quota-case';
import { runQuotaCase } from './quota-run';
import { Random } from './random';
import { rolloutCase } from './rollout-case';
import { runRolloutCase } from './rollout-run';
import { Played, Score } from './score';
import { enlarged, generous, mean, Wrong } from './wrong';
import { readInput } from '../../../src/cli/input/read';
import { Severity } from '../../../src/manifest/finding';
import { judge } from '../../../src/rules/judge';
import { START_TIMEOUT } from '../example-cluster';

/** Cases that run at once: the cluster waits most of the time. */
const AT_ONCE = 12;
/** Cases that there are of each extra. */
const FEWEST = 10;
const LONG = 4 * 60 * 60_000;

const score = new Score();
let examples = 'not judged';
let lab: Lab;
beforeAll(async () => { lab = await Lab.start(); }, START_TIMEOUT);
afterAll(async () => {
  process.stderr.write(`\n${score}\nexamples of other projects: ${examples}\n`);
  await lab?.stop();
});

/** Plays the cases of one kind, and demands that the library and the cluster are of one mind in all of them, and that there are some of either mind. */
async function play(kind: string, share: number, one: (name: string, random: Random) => Promise<Omit<Played, 'kind' | 'name'>>): Promise<void> {
  const work = casesOf(kind, share).values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const name of work) score.add({ kind, name, ...await one(name, new Random(`${SEED}-${name}-run`)) });
  }));
  expect(score.disagreements(kind)).toEqual([]);
  if (IS_WHOLE) {
    expect(score.agreed(kind, true)).toBeGreaterThan(10);
    expect(score.agreed(kind, false)).toBeGreaterThan(10);
  }
}

// each fails if a sum of the library differs from what a cluster counts, in either direction
test('quotas and LimitRanges', () => play('quota', 0.48, async (name, random) => {
  const objects = quotaCase(SEED, name);
  const claims = claimsOf(objects);
  const checks = await runQuotaCase(lab, random, objects, claims);
  if (!checks.some(isFalseError)) return { objects, claims, checks };
  // a busy server has been seen to make more than a quota has, and not to when it was asked again; one that is content twice is right
  process.stderr.write(`${name} is played again: ${JSON.stringify(checks.filter(isFalseError))}\n`);
  const [namespace, ...others] = objects;
  const again = [{ ...namespace, metadata: { ...namespace.metadata, name: `${namespace.metadata.name}-again` } }, ...others.filter(({ kind }) => kind !== 'RuntimeClass')];
  return { objects, claims, checks: await runQuotaCase(lab, new Random(`${SEED}-${name}-run`), again, claims) };
}), LONG);

test('pods on pools', async () => {
  await play('placement', 0.4, async (name, random) => {
    const placed = placementCase(SEED, name);
    const claims = claimsOf(placed.objects, placed.cluster);
    return { objects: [...placed.nodes, ...placed.objects], claims, extras: placed.extras, ...await runPlacementCase(lab, random, placed, claims) };
  });
  // a suite of which the library leaves much open, or that lacks something, shows little
  if (IS_WHOLE) {
    expect(score.judged('placement')).toBeGreaterThan(2 / 3);
    for (const extra of EXTRAS) expect([extra, score.having('placement', extra) >= FEWEST]).toEqual([extra, true]);
  }
}, LONG);

test('rollouts', () => play('rollout', 0.12, async (name, random) => {
  const rolled = rolloutCase(SEED, name);
  const claims = claimsOf(rolled.objects, rolled.cluster);
  return { objects: [...rolled.nodes, ...rolled.objects], claims, ...await runRolloutCase(lab, random, rolled, claims) };
}), LONG);

// what those who make the controllers publish is right until the opposite is shown
test('the examples of JobSet, Kueue, LWS, KEDA, Trainer and ingress-nginx', async () => {
  const files = await exampleFiles();
  const wrong = new Set<string>();
  let objects = 0;
  for (const cluster of [undefined, generousCluster(false), generousCluster(true)]) {
    objects = 0;
    for (const { name, file } of files) {
      const input = await readInput([file], cluster);
      objects += input.objects.length;
      input.faults.forEach(({ message }) => wrong.add(`${name}: ${message}`));
      judge(input.objects, []).filter(({ severity }) => severity === Severity.ERROR).forEach(({ rule, object, message }) => wrong.add(`${name}: ${rule} ${object}: ${message}`));
    }
  }
  examples = `${files.length} files, ${objects} objects, without a cluster and on two generous ones, ${wrong.size} false errors`;
  expect([...wrong]).toEqual([]);
  expect(objects).toBeGreaterThan(70);
}, 600_000);

// all of the above would pass if the cases or the comparison could not tell a wrong library from a right one
describe('a library is caught that', () => {
  beforeAll(() => { lab.longest = 5_000; });
  const quotaChecks = (wrong: Wrong<any[]>[]) => Promise.all(wrong.map(({ of, claims }) => runQuotaCase(lab, new Random(SEED), of, claims)));

  test('overlooks quotas', async () => {
    for (const checks of await quotaChecks(generous(SEED))) expect(checks.some(isUnsafe)).toBe(true);
  }, LONG);

  test('finds fault with what there is room for', async () => {
    for (const checks of await quotaChecks(mean(SEED))) expect(checks.some(isFalseError)).toBe(true);
  }, LONG);

  test('takes pools for larger than they are', async () => {
    const results = await Promise.all(enlarged(SEED).map(({ of, claims }) => runPlacementCase(lab, new Random(SEED), of, claims)));
    for (const { checks } of results) expect(checks.some(isUnsafe)).toBe(true);
  }, LONG);
});
