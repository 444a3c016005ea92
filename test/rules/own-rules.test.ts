import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { deployment, service, withContainer } from './manifests';
import { Severity } from '../../src/manifest/finding';
import { ManifestObject } from '../../src/manifest/manifest-object';
import { IRule } from '../../src/rules/custom/irule';
import { ManifestRecord } from '../../src/rules/custom/manifest-record';
import { RuleReport } from '../../src/rules/custom/rule-report';
import { judge } from '../../src/rules/judge';
import { policyOf, Rules } from '../../src/rules/rules';
import { applyWaivers, Waivers } from '../../src/rules/waiver';
import { MlApp } from '../../src/synth/ml-app';
import { newFolder } from '../synth/folder';

/** Every object has a label. */
class Labelled implements IRule {
  public readonly title = 'every object names its team';
  public readonly severity = Severity.ERROR;

  constructor(public readonly id = 'ACME-LABEL-001', private readonly label = 'team') {}

  public check(objects: ManifestRecord[], report: RuleReport): void {
    for (const object of objects.filter(({ labels }) => labels[this.label] === undefined)) {
      report.add(object, `${object.kind} '${object.name}' has no label '${this.label}'; give it one`);
    }
  }
}

const SAID = "Deployment 'chat' has no label 'team'; give it one";

function appOf(...manifests: any[]): { app: App; chart: Chart; objects: ApiObject[] } {
  const app = Testing.app();
  const chart = new Chart(app, 'chart');
  return { app, chart, objects: manifests.map((manifest, i) => new ManifestObject(chart, `object-${i}`, manifest)) };
}

function found(app: App): string[] {
  applyWaivers(app);
  const objects = app.charts.flatMap((chart) => chart.node.findAll()).filter((node): node is ApiObject => ApiObject.isApiObject(node));
  const findings = judge(objects.map((object) => ({ manifest: object.toJson(), path: object.node.path })), [], policyOf(app));
  return findings.map(({ path, severity, rule, waivedBecause }) => `${path} ${severity} ${rule}${waivedBecause ? ' waived' : ''}`);
}

describe('a rule of one\'s own', () => {
  test('stops the synth with the path of the construct, as the library\'s do, under both apps', () => {
    const app = new MlApp({ outdir: newFolder() });
    Rules.of(app).add(new Labelled());
    const chart = new Chart(app, 'chart');
    new ManifestObject(chart, 'workload', deployment());
    expect(() => app.synth()).toThrow(new Error(`[chart/workload] ACME-LABEL-001: ${SAID}`));

    const { app: stock } = appOf(deployment());
    Rules.of(stock).add(new Labelled());
    expect(() => stock.synth()).toThrow(`[chart/object-0] ACME-LABEL-001: ${SAID}`);
  });

  test('is asked about what is below its construct', () => {
    const { app, chart, objects } = appOf(deployment(), service());
    Rules.of(objects[0]).add(new Labelled());
    Rules.of(chart).add(new Labelled('ACME-LABEL-002'));
    expect(found(app)).toEqual(['chart/object-0 error ACME-LABEL-001', 'chart/object-0 error ACME-LABEL-002', 'chart/object-1 error ACME-LABEL-002']);
  });

  test('is waived and weighed by its id', () => {
    const { app, objects } = appOf(deployment(), service());
    Rules.of(app).add(new Labelled());
    Rules.of(app).severity('ACME-LABEL-001', Severity.WARNING);
    Waivers.of(objects[1]).add('ACME-LABEL-001', 'made by the mesh');
    expect(found(app)).toEqual(['chart/object-0 warning ACME-LABEL-001', 'chart/object-1 warning ACME-LABEL-001 waived']);
  });

  test('that throws is an error of its own, and the others still say what they find', () => {
    const app = new MlApp({ outdir: newFolder(), quiet: true });
    const chart = new Chart(app, 'chart');
    new ManifestObject(chart, 'workload', withContainer({ image: 'nginx' }));
    Rules.of(chart).add({ id: 'ACME-1', title: 'no coffee', severity: Severity.WARNING, check: () => { throw new Error('the pot is empty'); } });
    expect(() => app.synth()).toThrow(new Error('[chart] ACME-1: rule ACME-1 (no coffee) failed: the pot is empty; mend the rule'));
    expect(app.findings.map(({ rule }) => rule)).toEqual(['ML-IMG-001', 'ACME-1']);
  });

  test('is refused with everything that is wrong with it', () => {
    const { app } = appOf();
    const rules = Rules.of(app);
    rules.add(new Labelled());
    expect(() => rules.add(new Labelled())).toThrow("'rule.id' must be the id of one rule only, got \"ACME-LABEL-001\"; give each rule an id of its own");
    expect(() => rules.add(new Labelled('acme'))).toThrow("'rule.id' must be upper-case words and numbers with dashes between them, not beginning with 'ML-', got \"acme\"; write for example \"ACME-IMG-001\"");
    expect(() => rules.add({ id: 'ACME-2', title: ' ', severity: 'off' as Severity, check: () => undefined })).toThrow(
      "2 problems:\n  'rule.title' must be a text that is not empty, got \" \"; write in a line what holds when all is well\n  'rule.severity' must be a Severity, got \"off\"; write Severity.ERROR or Severity.WARNING");
    expect(() => rules.add({} as IRule)).toThrow("'rule' must be an IRule, got {}; write for example new TeamLabel(), a class of yours with id, title, severity and check(objects, report)");
  });
});

describe('a severity', () => {
  test('holds for every finding of the rule, and the nearest counts', () => {
    const { app, chart, objects } = appOf(withContainer({ image: 'nginx' }), { ...withContainer({ image: 'nginx' }), metadata: { name: 'other', namespace: 'team-b' } });
    Rules.of(app).severity('ML-IMG-001', Severity.ERROR);
    expect(found(app)).toEqual(['chart/object-0 error ML-IMG-001', 'chart/object-1 error ML-IMG-001']);
    Rules.of(chart).off('ML-IMG-001');
    expect(found(app)).toEqual([]);
    Rules.of(objects[1]).severity('ML-IMG-001', Severity.WARNING);
    Rules.of(app).off('ML-IMG-001');
    expect(found(app)).toEqual(['chart/object-1 warning ML-IMG-001']);
    Rules.of(chart).severity('ML-IMG-001', Severity.ERROR);
    expect(found(app)).toEqual(['chart/object-0 error ML-IMG-001', 'chart/object-1 warning ML-IMG-001']);
  });

  test('of a rule that is off makes no waiver of it useless', () => {
    const { app } = appOf(withContainer({ image: 'nginx' }));
    Waivers.of(app).add('ML-IMG-001', 'the vendor has no other tag');
    Rules.of(app).off('ML-IMG-001');
    expect(found(app)).toEqual([]);
  });

  test('of an unknown rule is refused with the nearest', () => {
    const { app } = appOf();
    expect(() => Rules.of(app).severity('ML-IMG-01', Severity.ERROR)).toThrow("'rule' must be the id of a rule, got \"ML-IMG-01\"; write ML-IMG-001");
    expect(() => Rules.of(app).off('ACME-1')).toThrow("'rule' must be the id of a rule, got \"ACME-1\"; see docs/rules.md");
    expect(() => Rules.of(app).severity('ML-IMG-001', 'fatal' as Severity)).toThrow("'severity' must be a Severity, got \"fatal\"; write Severity.ERROR or Severity.WARNING");
  });
});

describe('what a rule reads', () => {
  const read = (manifest: any): ManifestRecord => {
    let record: ManifestRecord | undefined;
    judge([{ manifest, path: 'a' }], [], { severities: [], rules: [{ path: '', from: '', rule: { id: 'A-1', title: 't', severity: Severity.ERROR, check: ([first]) => void (record = first) } }] });
    return record!;
  };

  test('is the manifest, its pods and its containers', () => {
    const record = read(deployment());
    expect([record.apiVersion, record.kind, record.name, record.namespace, record.path]).toEqual(['apps/v1', 'Deployment', 'chat', 'team-a', 'a']);
    expect(record.root.at('spec', 'template', 'spec', 'containers', '0', 'name').text).toBe(record.containers[0].at('name').text);
    expect(record.podSpec!.at('containers').items).toHaveLength(record.containers.length);
    expect(JSON.parse(record.root.json)).toEqual(deployment());
    expect(read(service()).podSpec).toBeUndefined();
    expect(read(service()).containers).toEqual([]);
  });

  test('has an answer for whatever stands there', () => {
    const { root, labels, annotations, name, namespace } = read({ apiVersion: 'x/y', kind: 'Z', metadata: { labels: { a: 'b', c: 1 }, annotations: [] }, spec: { count: 2, on: false, none: null, list: [1, 'a'] } });
    expect([labels, annotations, name, namespace]).toEqual([{ a: 'b' }, {}, '', undefined]);
    const spec = root.at('spec');
    expect([spec.at('count').number, spec.at('count').text, spec.at('on').flag, spec.at('none').exists, spec.at('on').exists]).toEqual([2, undefined, false, false, true]);
    expect([spec.at('list').items.map(({ json }) => json), spec.keys, spec.at('list').keys, spec.at('nothing', 'below').json]).toEqual([['1', '"a"'], ['count', 'on', 'none', 'list'], [], 'null']);
    expect(spec.at('constructor').exists).toBe(false);
    expect(spec.at().json).toBe(spec.json);
  });
});
