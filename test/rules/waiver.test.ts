import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { container, deployment, hpa, service } from './manifests';
import { ManifestObject } from '../../src/manifest/manifest-object';
import { judge } from '../../src/rules/judge';
import { applyWaivers, Waivers } from '../../src/rules/waiver';
import { Linter } from '../../src/rules/waiver/linter';

const REASON = 'the vendor has no other tag';

function chartOf(...manifests: any[]): { chart: Chart; objects: ApiObject[] } {
  const chart = new Chart(Testing.app(), 'chart');
  return { chart, objects: manifests.map((manifest, i) => new ManifestObject(chart, `object-${i}`, manifest)) };
}

const annotationsOf = (object: ApiObject): any => object.toJson().metadata.annotations;
const judged = (objects: ApiObject[]): ReturnType<typeof judge> => judge(objects.map((object) => ({ manifest: object.toJson(), path: object.node.path })), []);

describe('a waiver of a rule', () => {
  test('reaches the objects that the rule judges, with its reason and the linters\' own annotations', () => {
    const { chart, objects: [workload, other] } = chartOf(deployment(), service());
    Waivers.of(chart).add('ML-IMG-001', ` ${REASON}\n`);
    applyWaivers(chart.node.root);
    expect(annotationsOf(workload)).toEqual({
      'cdk8s-ml.dev/waive.ML-IMG-001': REASON,
      'checkov.io/skip1': `CKV_K8S_14=${REASON}`,
      'ignore-check.kube-linter.io/latest-tag': REASON,
      'kube-score/ignore': 'container-image-tag',
      'polaris.fairwinds.com/tagNotSpecified-exempt': 'true',
    });
    expect(annotationsOf(other)).toBeUndefined();
    expect(workload.toJson().spec.template.metadata.annotations).toBeUndefined();
  });

  test('takes the finding out of the errors and leaves it in the report', () => {
    const { chart, objects } = chartOf(deployment({ containers: [container({ image: 'nginx' })] }));
    Waivers.of(objects[0]).add('ML-IMG-001', REASON);
    applyWaivers(chart.node.root);
    expect(judged(objects)).toEqual([expect.objectContaining({ rule: 'ML-IMG-001', path: 'chart/object-0', waivedBecause: REASON })]);
  });

  test('says so if it waives nothing, also where no object is of the rule\'s kinds', () => {
    const { chart, objects } = chartOf(service({ selector: undefined }));
    Waivers.of(chart).add('ML-IMG-001', REASON);
    applyWaivers(chart.node.root);
    expect(judged(objects).map(({ message }) => message)).toEqual([`waiver of ML-IMG-001 on Service 'chat' (${REASON}) waives nothing; take it away`]);
  });

  test('of the nearest construct is the one that counts', () => {
    const { chart, objects: [workload] } = chartOf(deployment());
    Waivers.of(workload).add('ML-SCALE-003', 'near');
    Waivers.of(chart).add('ML-SCALE-003', 'far');
    applyWaivers(chart.node.root);
    expect(annotationsOf(workload)).toMatchObject({ 'cdk8s-ml.dev/waive.ML-SCALE-003': 'near' });
  });

  test('may be applied at every synth', () => {
    const { chart, objects } = chartOf(deployment(), hpa());
    Waivers.of(chart).add('ML-SEC-001', 'a = b');
    Waivers.of(chart).add('ML-IMG-001', REASON);
    Waivers.of(chart).add('ML-SCALE-006', 'gives memory back');
    applyWaivers(chart.node.root);
    const once = objects.map((object) => JSON.stringify(object.toJson()));
    applyWaivers(chart.node.root);
    expect(objects.map((object) => JSON.stringify(object.toJson()))).toEqual(once);
  });

  test('leaves what the user has written for the linters', () => {
    const { chart, objects: [workload] } = chartOf(deployment({}, {}, {
      annotations: { 'kube-score/ignore': 'pod-probes, container-image-tag', 'checkov.io/skip1': 'CKV_K8S_8=mine', 'checkov.io/skip3': 'CKV_K8S_20' },
    }));
    Waivers.of(chart).add('ML-IMG-001', 'a = b');
    applyWaivers(chart.node.root);
    expect(annotationsOf(workload)).toMatchObject({
      'kube-score/ignore': 'pod-probes,container-image-tag',
      'checkov.io/skip1': 'CKV_K8S_8=mine',
      'checkov.io/skip2': 'CKV_K8S_14=a : b',
      'checkov.io/skip3': 'CKV_K8S_20',
    });
  });

  test('reaches the objects of cdk8s-plus', () => {
    const chart = new Chart(Testing.app(), 'chart');
    const workload = new kplus.Deployment(chart, 'web', { containers: [{ image: 'nginx' }] });
    Waivers.of(workload).add('ML-IMG-001', REASON);
    applyWaivers(chart.node.root);
    expect(ApiObject.of(workload).toJson().metadata.annotations).toMatchObject({ 'cdk8s-ml.dev/waive.ML-IMG-001': REASON });
  });

  test('of a rule that does not exist names the nearest, one without a reason is refused', () => {
    const { chart } = chartOf();
    expect(() => Waivers.of(chart).add('ML-SEC-01', REASON)).toThrow("[chart] 'rule' must be the id of a rule, got \"ML-SEC-01\"; write ML-SEC-001");
    expect(() => Waivers.of(chart).add('whatever', REASON)).toThrow("[chart] 'rule' must be the id of a rule, got \"whatever\"; see docs/rules.md");
    expect(() => Waivers.of(chart).add('ML-SEC-001', ' ')).toThrow("[chart] 'reason' must be a text that is not empty, got \" \"; write down why it need not hold here");
    expect(() => Waivers.of(chart).add('x', '')).toThrow('2 problems:');
  });
});

describe('a waiver of a linter\'s check', () => {
  test('reaches the workloads, with its reason where the linter keeps none', () => {
    const { chart, objects: [workload, other] } = chartOf(deployment(), service());
    Waivers.of(chart).addLinter(Linter.KUBE_LINTER, 'no-read-only-root-fs', 'the CDI hook writes there');
    Waivers.of(chart).addLinter(Linter.POLARIS, 'notReadOnlyRootFilesystem', 'the CDI hook writes there');
    Waivers.of(chart).addLinter(Linter.KUBE_SCORE, 'container-security-context-readonlyrootfilesystem', 'the CDI hook writes there');
    Waivers.of(chart).addLinter(Linter.CHECKOV, 'CKV_K8S_22', 'the CDI hook writes there');
    applyWaivers(chart.node.root);
    expect(annotationsOf(workload)).toEqual({
      'cdk8s-ml.dev/waive-linters': 'kube-linter no-read-only-root-fs: the CDI hook writes there; polaris notReadOnlyRootFilesystem: the CDI hook writes there; '
        + 'kube-score container-security-context-readonlyrootfilesystem: the CDI hook writes there; checkov CKV_K8S_22: the CDI hook writes there',
      'checkov.io/skip1': 'CKV_K8S_22=the CDI hook writes there',
      'ignore-check.kube-linter.io/no-read-only-root-fs': 'the CDI hook writes there',
      'kube-score/ignore': 'container-security-context-readonlyrootfilesystem',
      'polaris.fairwinds.com/notReadOnlyRootFilesystem-exempt': 'true',
    });
    expect(annotationsOf(other)).toBeUndefined();
  });

  test('reaches the kinds that it names, and is no waiver of a rule', () => {
    const { chart, objects } = chartOf(deployment(), service());
    Waivers.of(chart).addLinter(Linter.KUBE_SCORE, 'service-type', 'a load balancer of our own', { kinds: ['Service'] });
    applyWaivers(chart.node.root);
    expect(objects.map(annotationsOf)).toEqual([undefined, { 'cdk8s-ml.dev/waive-linters': 'kube-score service-type: a load balancer of our own', 'kube-score/ignore': 'service-type' }]);
    expect(judged(objects)).toEqual([]);
  });

  test('is refused without a check or a reason', () => {
    const { chart } = chartOf();
    expect(() => Waivers.of(chart).addLinter(Linter.CHECKOV, 'CKV K8S', 'a')).toThrow(
      "[chart] 'check' must be the name of a check (letters, digits, '-', '_' and '.'), got \"CKV K8S\"; write it as checkov prints it");
    expect(() => Waivers.of(chart).addLinter(Linter.CHECKOV, 'CKV_K8S_22', '')).toThrow("[chart] 'reason' must be a text that is not empty, got \"\"; write down why it need not hold here");
  });
});
