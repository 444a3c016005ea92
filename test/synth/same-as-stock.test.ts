import { rmSync } from 'node:fs';
import { App, AppProps, Chart, IResolver, ResolutionContext, Testing, YamlOutputType } from 'cdk8s';
import * as fc from 'fast-check';
import { filesIn, newFolder } from './folder';
import { independentPrograms, Program, programs, run } from './random-program';
import { setJudge } from '../../src/manifest/judge';
import { MlApp } from '../../src/synth/ml-app';
import { judgeStockApp } from '../../src/synth/stock-app';

// what the rules find is another test's matter: here both apps have to write the same
jest.mock('../../src/rules/judge', () => ({ judge: () => [] }));

const MODES = [
  YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
];

type Outcome = { files?: Record<string, string>; error?: string };

function outcome(app: App, program: Program): Outcome {
  try {
    run(program, app);
    app.synth();
    return { files: filesIn(app.outdir) };
  } catch (e) {
    return { error: (e as Error).message };
  } finally {
    rmSync(app.outdir, { recursive: true, force: true });
  }
}

/** Runs something with apps of cdk8s that no rule looks at. */
function unjudged<T>(task: () => T): T {
  setJudge(() => {});
  try {
    return task();
  } finally {
    setJudge(judgeStockApp);
  }
}

function expectSame(program: Program, props: AppProps): void {
  const stock = unjudged(() => outcome(new App({ ...props, outdir: newFolder() }), program));
  const judged = outcome(new App({ ...props, outdir: newFolder() }), program);
  expect(judged).toEqual(stock);
  const ours = outcome(new MlApp({ ...props, outdir: newFolder(), quiet: true }), program);
  if (/^(Dependency cycle|Failed serializing)/.test(stock.error ?? '')) {
    // cdk8s stops at the first problem
    expect(ours.error).toContain(stock.error);
  } else if (ours.error?.includes('would overwrite it')) {
    // the one difference: cdk8s wrote one file over the other
    const made = run(program, new App()).length;
    expect(Object.keys(stock.files!).length).toBeLessThan(made);
  } else {
    expect(ours).toEqual(stock);
  }
}

afterEach(() => {
  delete process.env.CDK8S_DISABLE_SORT;
});

describe.each(MODES.map((mode) => [YamlOutputType[mode], mode] as const))('%s', (_, yamlOutputType) => {
  test('programs without dependencies', () => {
    fc.assert(fc.property(independentPrograms, fc.boolean(), (program, recordConstructMetadata) => {
      expectSame(program, { yamlOutputType, recordConstructMetadata });
    }), { numRuns: 80 });
  });

  test('programs with dependencies', () => {
    fc.assert(fc.property(programs, fc.boolean(), (program, recordConstructMetadata) => {
      expectSame(program, { yamlOutputType, recordConstructMetadata });
    }), { numRuns: 130 });
  });
});

test('another file extension', () => {
  fc.assert(fc.property(programs, fc.constantFrom('.yaml', '.json', ''), (program, outputFileExtension) => {
    expectSame(program, { outputFileExtension, recordConstructMetadata: true });
  }), { numRuns: 60 });
});

test('unsorted keys', () => {
  process.env.CDK8S_DISABLE_SORT = '1';
  fc.assert(fc.property(programs, (program) => expectSame(program, {})), { numRuns: 100 });
});

test('resolvers of the user', () => {
  class Shout implements IResolver {
    public resolve(context: ResolutionContext): void {
      if (context.value === 'chat') {
        context.replaceValue('CHAT');
      }
    }
  }
  fc.assert(fc.property(programs, (program) => expectSame(program, { resolvers: [new Shout()] })), { numRuns: 100 });
});

test('all manifests in one text', () => {
  const text = (app: App, program: Program) => {
    try {
      run(program, app);
      return app.synthYaml();
    } catch (e) {
      return (e as Error).message.split(':')[0];
    }
  };
  fc.assert(fc.property(programs, (program) => {
    const stock = unjudged(() => text(new App(), program));
    expect(text(new App(), program)).toBe(stock);
    expect(text(new MlApp({ quiet: true }), program)).toBe(stock);
  }), { numRuns: 120 });
});

test('a chart by itself', () => {
  const charts = (app: App, program: Program) => {
    try {
      return run(program, app).filter(Chart.isChart).map((chart) => Testing.synth(chart));
    } catch (e) {
      return (e as Error).message.split(':')[0];
    }
  };
  fc.assert(fc.property(programs, (program) => {
    const stock = unjudged(() => charts(new App(), program));
    expect(charts(new App(), program)).toEqual(stock);
    expect(charts(new MlApp({ quiet: true }), program)).toEqual(stock);
  }), { numRuns: 120 });
});
