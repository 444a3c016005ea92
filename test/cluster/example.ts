import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import type { NodePool } from '../../src';

/** An example as its program writes it. */
export interface Example {
  readonly name: string;
  /** Its manifests as they stand in the files, in the files' order. */
  readonly yaml: string;
  /** The same, read. */
  readonly manifests: any[];
  /** The node pools that the program declares. */
  readonly pools: NodePool[];
}

/** What somebody changes in a program between two releases. */
export interface Change {
  /** Makes another image of every server's. */
  readonly image?: (image: string) => string;
  /** Makes another value of every value of every configuration. */
  readonly config?: (value: string) => string;
  /** Makes another version of every model's. */
  readonly version?: (version: string) => string;
}

/**
 * Runs the program of an example, as `npm run synth` does.
 *
 * With a change it runs the same program as if its author had written other values: what the library's factories make of the program's
 * values is changed before a construct gets it. So an example that is added tomorrow is changed without a line here.
 */
export function synthesizeExample(name: string, change: Change = {}): Example {
  const outdir = mkdtempSync(join(tmpdir(), `cdk8s-ml-${name}-`));
  try {
    let pools: NodePool[] = [];
    jest.isolateModules(() => {
      const library = jest.requireActual('cdk8s-ml');
      applyChange(library, change);
      applyToWorkers(jest.requireActual('../../src/task/plan-of-task'), change);
      const app = jest.requireActual('../../examples/synth').runExample(name, outdir);
      const clusters = app.node.findAll().map((construct: any) => construct.cluster).filter((cluster: any) => cluster instanceof library.Cluster);
      pools = [...new Set(clusters)].flatMap((cluster: any) => cluster.pools);
    });
    const files = readdirSync(outdir).filter((file) => file.endsWith('.yaml')).sort();
    const yaml = files.map((file) => readFileSync(join(outdir, file), 'utf8')).join('---\n');
    return { name, yaml, manifests: parseAllDocuments(yaml).map((document) => document.toJSON()), pools };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

type Factory = (...args: any[]) => any;

function applyChange({ ModelServer, Config, Release }: any, { image, config, version }: Change): void {
  if (image) {
    wrap(ModelServer, (factory) => (props = {}) => factory({ ...props, image: image(factory(props).image) }));
  }
  if (config) {
    const changed = (values: object) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, config(value)]));
    wrap(Config, (factory, name) => (...args) => factory(...args.map((arg, i) => (i === (name === 'asFiles' ? 1 : 0) ? changed(arg) : arg))), /^as/);
  }
  if (version) {
    wrap(Release, (factory) => (props) => factory({ ...props, version: version(props.version) }));
  }
}

/** The image of a worker is no value's; that of a run is left as it is, because nobody can change it. */
function applyToWorkers(module: { planOfTask: Factory }, { image }: Change): void {
  const { planOfTask } = module;
  if (image) {
    module.planOfTask = (problems, construct, props, terms) => planOfTask(problems, construct, terms.component === 'queue-worker' ? { ...props, image: image(props.image) } : props, terms);
  }
}

/** Puts something around every factory of a class of values. */
function wrap(type: any, around: (factory: Factory, name: string) => Factory, names = /./): void {
  for (const name of Object.getOwnPropertyNames(type).filter((key) => typeof type[key] === 'function' && names.test(key))) {
    type[name] = around(type[name].bind(type), name);
  }
}
