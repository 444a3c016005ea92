import { App, AppProps } from 'cdk8s';
import './stock-app';
import { declareBaseline, withBaseline, writeBaseline } from './app-baseline';
import { printLines, printWarnings } from './judge-tree';
import { collisions, ConstructMetadata, layout, OutputFile } from './layout';
import { OutputFolder } from './output-folder';
import { Synthesis, synthesize } from './synthesis';
import { TreeJudge } from './tree-judge';
import { writeYaml } from './yaml';
import { checkKinds } from '../border/check-kinds';
import { isDnsSubdomain } from '../border/names';
import { Problems, refusal } from '../border/problems';
import { Cluster } from '../cluster/cluster';
import { Finding } from '../manifest/finding';
import { checkLabels } from '../platform/labels';
import { declareScope } from '../platform/scope';

/** Properties of `MlApp`. */
export interface MlAppProps extends AppProps {
  /**
   * The cluster that the app's manifests are meant for.
   * @default - each chart's own; without one there is no proof against the cluster
   */
  readonly cluster?: Cluster;
  /**
   * Labels of every object in the app.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Names of the Secrets with which images are pulled.
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * PriorityClass of the app's workloads.
   * @default - none, the cluster's default class
   */
  readonly priorityClassName?: string;
  /**
   * A file with findings that were there before: they are marked as known, and neither printed nor stop anything. A run with
   * `CDK8S_ML_BASELINE=write` writes it. From the working directory.
   * @default - no finding is known
   */
  readonly baseline?: string;
  /**
   * Whether nothing is printed: neither warnings nor which stale files were removed. Errors are thrown in any case, and `findings` has all.
   * @default false
   */
  readonly quiet?: boolean;
}

/**
 * A cdk8s app that is judged before it is written, and written in one pass.
 *
 * It writes the files that cdk8s' `App` would write, byte by byte, in a fraction of its time: each construct is validated and each object
 * rendered and judged once. Everything that is wrong is said in one error, and then no file is touched. What cdk8s would silently
 * overwrite, because two objects go to one file, is an error too.
 *
 * @example
 * const app = new MlApp();
 * const chart = new MlChart(app, 'nlp', { namespace: 'nlp' });
 * app.synth();
 */
export class MlApp extends App {
  private readonly quiet: boolean;
  private readonly metadata: ConstructMetadata;
  private readonly judge: TreeJudge;

  /** @throws with every violation at once if a property is wrong */
  constructor(props: MlAppProps = {}) {
    super(checked(props, new.target !== MlApp));
    const { cluster, labels, imagePullSecrets, priorityClassName, baseline } = props;
    const problems = new Problems('MlApp');
    checkLabels(problems, 'labels', labels);
    imagePullSecrets?.forEach((name, i) => checkObjectName(problems, `imagePullSecrets[${i}]`, name));
    checkObjectName(problems, 'priorityClassName', priorityClassName);
    if (baseline !== undefined) {
      declareBaseline(this, baseline, problems);
    }
    problems.throw();
    declareScope(this, { cluster, labels, imagePullSecrets, priorityClassName });
    this.quiet = props.quiet ?? false;
    // cdk8s keeps it to itself
    const forReports = process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true' ? ConstructMetadata.FOR_REPORTS : ConstructMetadata.NONE;
    this.metadata = props.recordConstructMetadata === undefined ? forReports : props.recordConstructMetadata ? ConstructMetadata.BY_NAME : ConstructMetadata.NONE;
    this.judge = TreeJudge.of(this);
  }

  /** What the last synth found: errors, warnings and what was waived. A copy; empty before the first synth. */
  public get findings(): Finding[] {
    return [...this.judge.findings];
  }

  /**
   * Writes all manifests to the output folder.
   *
   * Unchanged files are not touched. Files that an earlier synth of this app wrote and that nothing makes any more are removed, unless
   * somebody changed them; `.cdk8s-ml-files` in the output folder keeps which ones those are.
   *
   * @throws with everything that is wrong; then no file has changed
   */
  public synth(): void {
    const synthesis = this.synthesize();
    const files = layout(this, synthesis, this.metadata);
    refuse([...synthesis.problems, ...collisions(files)]);
    this.write(files);
  }

  /**
   * All manifests in one text.
   *
   * @throws with everything that is wrong
   */
  public synthYaml(): string {
    const { charts, problems } = this.synthesize();
    refuse(problems);
    return writeYaml(charts.flatMap(({ objects }) => objects).map(({ manifest, raw }) => ({ content: manifest, sort: raw })));
  }

  private synthesize(): Synthesis {
    const synthesis = this.judge.silently(() => synthesize(this));
    this.judge.findings = synthesis.findings;
    attempt(() => writeBaseline(this, synthesis.findings), 'the baseline cannot be written');
    if (!this.quiet) {
      printWarnings(synthesis.findings);
      printLines(withBaseline(this, synthesis.findings).notes);
    }
    return synthesis;
  }

  private write(files: readonly OutputFile[]): void {
    const notes = attempt(() => new OutputFolder(this.outdir).write(files), `the manifests cannot be written to ${this.outdir}, where all is as it was`);
    if (!this.quiet) {
      printLines(notes);
    }
  }
}

/** Props that cdk8s' `App` can read. */
function checked(props: MlAppProps, lenient: boolean): MlAppProps {
  checkKinds('MlApp', 'MlAppProps', props, lenient);
  return props;
}

function checkObjectName(problems: Problems, property: string, name: string | undefined): void {
  if (name !== undefined && !isDnsSubdomain(name)) {
    problems.add(property, 'a DNS subdomain (at most 253 of a-z, 0-9, \'-\' and \'.\')', name, 'write the name that the object has');
  }
}

function attempt<T>(task: () => T, otherwise: string): T {
  try {
    return task();
  } catch (e) {
    throw refusal([`${otherwise}: ${(e as Error).message}`]);
  }
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw refusal([...problems]);
  }
}
