import { claimsOf } from './claims';
import { Lab } from './lab';
import { casesOf, SEED } from './options';
import { placementCase } from './placement-case';
import { runPlacementCase } from './placement-run';
import { quotaCase } from './quota-case';
import { runQuotaCase } from './quota-run';
import { Random } from './random';
import { rolloutCase } from './rollout-case';
import { runRolloutCase } from './rollout-run';
import { Score } from './score';
import { START_TIMEOUT } from '../example-cluster';

/** Cases that run at once: the cluster waits most of the time. */
const AT_ONCE = 12;
const LONG = 60 * 60_000;

const score = new Score();
let lab: Lab;
beforeAll(async () => { lab = await Lab.start(); }, START_TIMEOUT);
afterAll(async () => {
  process.stderr.write(`\n${score}\n`);
  await lab?.stop();
});

async function all(names: readonly string[], play: (name: string) => Promise<void>): Promise<void> {
  const work = names.values();
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const name of work) await play(name);
  }));
}

test('quotas and LimitRanges', async () => {
  await all(casesOf('quota', 0.6), async (name) => {
    const objects = quotaCase(SEED, name);
    const claims = claimsOf(objects);
    score.add({ kind: 'quota', name, objects, claims, checks: await runQuotaCase(lab, new Random(`${SEED}-${name}-run`), objects, claims) });
  });
  expect(score.disagreements('quota')).toEqual([]);
}, LONG);

test('pods on pools', async () => {
  await all(casesOf('placement', 0.25), async (name) => {
    const placed = placementCase(SEED, name);
    const claims = claimsOf(placed.objects, placed.cluster);
    score.add({ kind: 'placement', name, objects: [...placed.nodes, ...placed.objects], claims, ...await runPlacementCase(lab, new Random(`${SEED}-${name}-run`), placed, claims) });
  });
  expect(score.disagreements('placement')).toEqual([]);
}, LONG);

test('rollouts', async () => {
  await all(casesOf('rollout', 0.15), async (name) => {
    const rolled = rolloutCase(SEED, name);
    const claims = claimsOf(rolled.objects, rolled.cluster);
    score.add({ kind: 'rollout', name, objects: [...rolled.nodes, ...rolled.objects], claims, ...await runRolloutCase(lab, new Random(`${SEED}-${name}-run`), rolled, claims) });
  });
  expect(score.disagreements('rollout')).toEqual([]);
}, LONG);
