import { IConstruct } from 'constructs';
import { judgeTree, printWarnings, stops } from './judge-tree';
import { walkOrder } from './order';
import { RenderedObject } from './render';
import { withRenderings } from './served-renderings';
import { prepare, render, unsaid } from './synthesis';
import { Place, Tree } from './tree';
import { validate } from './validate';
import { withoutTraces } from './without-traces';
import { withoutFrames } from '../border/problems';
import { Finding } from '../manifest/finding';
import { findingText } from '../manifest/finding-text';

const judges = new WeakMap<IConstruct, TreeJudge>();

/**
 * Has the rules judge a tree whenever cdk8s validates it: each finding is said by the construct that made the object, so that cdk8s prints
 * its path.
 *
 * cdk8s validates the whole tree once for the app and once for each chart; within one `synth` of the app one verdict stands.
 */
export class TreeJudge {
  /** The judge of the tree below `root`. */
  public static of(root: IConstruct): TreeJudge {
    return judges.get(root) ?? new TreeJudge(root);
  }

  public static isKnownTo(root: IConstruct): boolean {
    return judges.has(root);
  }

  /** What the last judgement found. */
  public findings: readonly Finding[] = [];
  private verdict: ReadonlyMap<IConstruct, readonly string[]> = new Map();
  private readonly asked = new WeakSet<IConstruct>();
  /** While true a validation of ours is the judge's own doing, or that of a synth which judges by itself. */
  private silent = false;
  private standing = false;

  private constructor(private readonly root: IConstruct) {
    judges.set(root, this);
    this.asked.add(root);
    // the root is asked before everything below it
    root.node.addValidation({ validate: () => this.atRoot() });
  }

  /** Runs a synth that judges by itself. */
  public silently<T>(synth: () => T): T {
    const before = this.silent;
    this.silent = true;
    try {
      return synth();
    } finally {
      this.silent = before;
    }
  }

  /** Runs a synth of cdk8s under one verdict, and prints its warnings. */
  public once<T>(synth: () => T): T {
    if (this.standing) {
      return synth();
    }
    const objects = this.judge((_, renderAll) => renderAll());
    printWarnings(this.findings);
    this.standing = true;
    try {
      return withRenderings(objects, synth);
    } catch (e) {
      throw isVerdict(e) ? withoutFrames(e) : e;
    } finally {
      this.standing = false;
    }
  }

  private atRoot(): string[] {
    if (!this.silent && !this.standing) {
      this.judge(withoutTraces);
    }
    return this.said(this.root);
  }

  private said(construct: IConstruct): string[] {
    return this.silent ? [] : [...this.verdict.get(construct) ?? []];
  }

  private judge(how: Rendering): RenderedObject[] {
    const { tree, complaints, charts, failures } = this.silently(() => renderTree(this.root, how));
    const objects = charts.flatMap((chart) => chart.objects);
    // without all of its objects an app is judged wrongly
    this.findings = failures.size === 0 ? judgeTree(this.root, objects) : [];
    this.verdict = verdictOf(unsaid(failures, complaints), this.findings.filter(stops), tree, this.root);
    for (const construct of this.verdict.keys()) {
      if (!this.asked.has(construct)) {
        this.asked.add(construct);
        construct.node.addValidation({ validate: () => this.said(construct) });
      }
    }
    return objects;
  }
}

/** True for the error in which cdk8s gathers what constructs say. */
const isVerdict = (e: unknown): e is Error => e instanceof Error && e.message.startsWith('Validation failed with the following errors:');

/** A way to have all objects of a tree rendered. */
type Rendering = <T>(tree: Tree, renderAll: () => T) => T;

function renderTree(root: IConstruct, how: Rendering) {
  const tree = prepare(root);
  // cdk8s renders nothing that was not validated, and some constructs count on that
  const complaints = validate(tree);
  return { tree, complaints, ...how(tree, () => render(root, walkOrder(tree))) };
}

/** What each construct has to say. What belongs to none of them is said by the root, with the path that it has. */
function verdictOf(failures: readonly [Place, string][], findings: readonly Finding[], tree: Tree, root: IConstruct): Map<IConstruct, string[]> {
  const constructs = new Map(tree.places.map(({ construct, path }) => [path, construct]));
  const verdict = new Map<IConstruct, string[]>();
  const say = (construct: IConstruct, text: string) => verdict.set(construct, [...verdict.get(construct) ?? [], text]);
  failures.forEach(([{ construct }, message]) => say(construct, message));
  for (const finding of findings) {
    const construct = constructs.get(finding.path);
    // cdk8s writes the path of the construct before what it says
    say(construct ?? root, construct ? `${finding.rule}: ${finding.message}` : findingText(finding));
  }
  return verdict;
}
