import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { checkov } from './checkov';
import { kubeScore } from './kube-score';
import { install, LinterRun } from './linter';
import { REVIEWED } from './reviewed';
import { exampleNames } from '../../examples/synth';
import { readManifests } from '../support/manifest-files';

/** On a new machine both are installed first. */
const INSTALL_TIMEOUT = 15 * 60_000;

const LINTERS: Record<string, (program: string) => LinterRun> = { 'kube-score': kubeScore, checkov };
/** Some of what each finds in the tutorial's manifest: no limits, tag `latest`, no security context. */
const TUTORIAL: Record<string, string[]> = {
  'kube-score': ['container-resources', 'container-image-tag', 'container-security-context-readonlyrootfilesystem', 'pod-networkpolicy', 'container-seccomp-profile'],
  'checkov': ['CKV_K8S_11', 'CKV_K8S_13', 'CKV_K8S_14', 'CKV_K8S_22', 'CKV_K8S_31', 'CKV_K8S_21'],
};
/** Those that both read. */
const WORKLOADS = ['Deployment', 'CronJob', 'Job'];
/** Those that neither reads. */
const UNREAD = ['JobSet'];

const folderOf = (example: string) => join(__dirname, '..', '..', 'examples', example, 'expected');
const workloadsOf = (example: string, kinds = WORKLOADS) => Object.values(readManifests(folderOf(example)))
  .flatMap((text) => parseAllDocuments(text).map((document) => document.toJSON()))
  .filter(({ kind }) => kinds.includes(kind))
  .map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`);

const reviewOf = ({ linter, check, object }: { linter: string; check: string; object: string }) =>
  REVIEWED.find((review) => review.linter === linter && review.check === check && review.objects.test(object));

describe.each(Object.keys(LINTERS))('%s', (name) => {
  let linter: LinterRun;
  beforeAll(() => { linter = LINTERS[name](install(name)); }, INSTALL_TIMEOUT);

  // a finding is to be mended, or waived in the manifest itself (Waivers.addLinter), or reviewed here with a reason
  test.each(exampleNames())('has nothing against example %s that was not reviewed', (example) => {
    const { findings, looked } = linter.run(folderOf(example));
    expect([...workloadsOf(example), ...workloadsOf(example, UNREAD)]).not.toEqual([]);
    expect(looked).toEqual(expect.arrayContaining(workloadsOf(example)));
    expect(findings.filter((finding) => !reviewOf(finding))).toEqual([]);
  });

  // so that a linter that finds nothing because it reads nothing is noticed
  test('has much against what a tutorial shows', () => {
    const { findings } = linter.run(join(__dirname, 'tutorial'));
    expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(TUTORIAL[name]));
  });

  test('still finds what was reviewed', () => {
    const findings = exampleNames().flatMap((example) => linter.run(folderOf(example)).findings);
    const stale = REVIEWED.filter((review) => review.linter === name && !findings.some((finding) => reviewOf(finding) === review));
    expect(stale).toEqual([]);
  });
});
