import { BROKEN, NEAR_MISSES } from './cases/all';
import { Broken, NearMiss } from './cases/case';
import { Finding } from '../../src/manifest/finding';
import { judge } from '../../src/rules/judge';
import { RULES } from '../../src/rules/table';

function findings({ rule, objects, externals = [], cluster, placedOn }: Broken | NearMiss): Finding[] {
  return judge(objects.map((manifest, i) => ({ manifest, path: `app/${i}`, cluster, placedOn })), externals).filter((finding) => finding.rule === rule);
}

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const broken = BROKEN.filter((x) => x.rule === id);
  const nearMisses = NEAR_MISSES.filter((x) => x.rule === id);

  test.each(broken.map((x) => [x.name, x] as const))('finds %s', (_, broke) => {
    const found = findings(broke);
    expect(found.map(({ message }) => message)).toEqual(broke.says);
    expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set([broke.severity ?? rule.severity]));
  });

  test.each(nearMisses.map((x) => [x.name, x] as const))('passes %s', (_, nearMiss) => {
    expect(findings(nearMiss)).toEqual([]);
  });

  test('has a case that it finds, one that it passes, and its example among what it says', () => {
    expect(broken.length).toBeGreaterThan(0);
    expect(nearMisses.length).toBeGreaterThan(0);
    expect(broken.flatMap(({ says }) => says)).toContain(rule.example);
  });
});
