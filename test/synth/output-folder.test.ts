import * as fs from 'node:fs';
import { join } from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { filesIn, newFolder } from './folder';
import { configMap } from './objects';
import { MlApp, MlAppProps } from '../../src/synth/ml-app';
import { RECORD } from '../../src/synth/written-files';

let outdir: string;
let printed: string[];
beforeEach(() => {
  outdir = newFolder();
  printed = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(outdir, { recursive: true });
});

/** Synthesizes an app of these charts, each with a ConfigMap that holds the text. */
function synth(charts: Record<string, string>, props: MlAppProps = {}): void {
  const app = new MlApp({ outdir, ...props });
  for (const [id, text] of Object.entries(charts)) {
    configMap(new Chart(app, id), `in-${id}`, { text });
  }
  app.synth();
}

const names = () => Object.keys(filesIn(outdir));
const record = () => fs.readFileSync(join(outdir, RECORD), 'utf8');
/** What only rewriting a file changes. */
const inode = (name: string) => fs.statSync(join(outdir, name)).ino;

describe('files', () => {
  test('that have not changed are not touched', () => {
    synth({ a: '1', b: '1' });
    const before = { a: inode('a.k8s.yaml'), b: inode('b.k8s.yaml'), record: inode(RECORD) };

    synth({ a: '1', b: '2' });

    expect(inode('a.k8s.yaml')).toBe(before.a);
    expect(inode('b.k8s.yaml')).not.toBe(before.b);
    expect(filesIn(outdir)['b.k8s.yaml']).toContain('text: "2"');

    const written = inode(RECORD);
    synth({ a: '1', b: '2' });
    expect(inode(RECORD)).toBe(written);
  });

  test('that somebody changed are written again', () => {
    synth({ a: '1' });
    fs.appendFileSync(join(outdir, 'a.k8s.yaml'), '# mine\n');

    synth({ a: '1' });

    expect(filesIn(outdir)['a.k8s.yaml']).not.toContain('mine');
  });

  test('are those of a stock app, and a record that no tool for manifests reads', () => {
    const stock = new App({ outdir: newFolder() });
    configMap(new Chart(stock, 'a'), 'in-a', { text: '1' });
    stock.synth();
    synth({ a: '1' });

    expect(filesIn(outdir)).toEqual(filesIn(stock.outdir));
    expect(fs.readdirSync(outdir).sort()).toEqual([RECORD, 'a.k8s.yaml']);
    expect(RECORD).toMatch(/^\.[^.]+$/);
  });
});

describe('a file that is made no more', () => {
  test('is removed, and that is said', () => {
    synth({ a: '1', b: '1', c: '1' });

    synth({ b: '1' });

    expect(names()).toEqual(['b.k8s.yaml']);
    expect(printed).toEqual([`removed from ${outdir}, because nothing makes it any more: a.k8s.yaml, c.k8s.yaml\n`]);
  });

  test('is removed from the folder of its chart, and an empty folder with it', () => {
    const yamlOutputType = YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
    synth({ a: '1', b: '1' }, { yamlOutputType });
    fs.writeFileSync(join(outdir, 'a', 'notes.txt'), 'mine');
    synth({ a: '1', b: '1', c: '1' }, { yamlOutputType });

    synth({ c: '1' }, { yamlOutputType });

    expect(names()).toEqual(['a/notes.txt', 'c/ConfigMap.in-c.k8s.yaml']);
    expect(fs.readdirSync(outdir).sort()).toEqual([RECORD, 'a', 'c']);
  });

  test('stays if somebody changed it, and that is said once', () => {
    synth({ a: '1', b: '1' });
    fs.appendFileSync(join(outdir, 'a.k8s.yaml'), '# mine\n');

    synth({ b: '1' });
    synth({ b: '1' });

    expect(names()).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
    expect(printed).toEqual([`left in ${outdir}, because it was changed since it was written, though nothing makes it any more: a.k8s.yaml\n`]);
  });

  test('is recognized by what stands in it when all names change', () => {
    synth({ a: '1', b: '1' });
    const app = new MlApp({ outdir });
    const [a, b] = ['a', 'b'].map((id) => new Chart(app, id));
    [a, b].forEach((chart) => configMap(chart, `in-${chart.node.id}`, { text: '1' }));
    a.addDependency(b);

    app.synth();

    expect(names()).toEqual(['0000-b.k8s.yaml', '0001-a.k8s.yaml']);
  });

  test('is removed without a word by a quiet app', () => {
    synth({ a: '1', b: '1' });

    synth({ b: '1' }, { quiet: true });

    expect(names()).toEqual(['b.k8s.yaml']);
    expect(printed).toEqual([]);
  });
});

describe('files of others', () => {
  test('are never removed', () => {
    fs.mkdirSync(join(outdir, 'more'));
    fs.writeFileSync(join(outdir, 'more', 'theirs.k8s.yaml'), 'kind: Theirs\n');
    fs.writeFileSync(join(outdir, 'theirs.k8s.yaml'), 'kind: Theirs\n');
    synth({ a: '1', b: '1' });

    synth({ b: '1' });

    expect(names()).toEqual(['b.k8s.yaml', 'more/theirs.k8s.yaml', 'theirs.k8s.yaml']);
  });

  test('are those of another app that shares the folder', () => {
    for (let i = 0; i < 2; i++) {
      synth({ a: '1', b: '1' }, { recordConstructMetadata: true });
      synth({ c: '2', d: '2' }, { recordConstructMetadata: true });
    }
    synth({ a: '1' });

    expect(names()).toEqual(['a.k8s.yaml', 'c.k8s.yaml', 'construct-metadata.json', 'd.k8s.yaml']);
    expect(printed).toEqual([`removed from ${outdir}, because nothing makes it any more: b.k8s.yaml\n`]);
  });

  test('may be what is left of this one under other names, which is said when it first writes there', () => {
    synth({ a: '1' });
    // as a process does that was started anew
    jest.isolateModules(() => {
      const again = jest.requireActual<typeof import('../../src/synth/output-folder')>('../../src/synth/output-folder');
      const write = () => new again.OutputFolder(outdir).write([{ name: 'b.k8s.yaml', from: 'b', text: () => 'kind: B\n' }]);

      expect(write()).toEqual([`left in ${outdir} by an earlier synth, of which this one makes nothing; remove what is no longer wanted: a.k8s.yaml`]);
      expect(write()).toEqual([]);
    });
    expect(names()).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
  });

  test('are not reached through a record that somebody tampered with', () => {
    synth({ a: '1', b: '1' });
    const outside = join(outdir, '..', 'outside.k8s.yaml');
    fs.copyFileSync(join(outdir, 'a.k8s.yaml'), outside);
    fs.writeFileSync(join(outdir, RECORD), record().replace(' a.k8s.yaml', ' ../outside.k8s.yaml'));

    synth({ b: '1' });

    expect(fs.existsSync(outside)).toBe(true);
    fs.rmSync(outside);
  });
});

describe('the record', () => {
  test('is the same for the same files, in whatever order they were made', () => {
    synth({ a: '1', b: '1' });
    const before = record();
    fs.rmSync(join(outdir, RECORD));

    synth({ b: '1', a: '1' });

    expect(record()).toBe(before);
    expect(before).toMatch(/^# .*Safe to delete\.\n[0-9a-f]{16} a\.k8s\.yaml\n[0-9a-f]{16} b\.k8s\.yaml\n$/);
  });

  test('is read on where a merge left its marks', () => {
    synth({ a: '1', b: '1' });
    fs.writeFileSync(join(outdir, RECORD), record().replace('\n', '\n<<<<<<< HEAD\n').concat('=======\n>>>>>>> branch\n'));

    synth({ b: '1' });

    expect(names()).toEqual(['b.k8s.yaml']);
  });
});

describe('when writing fails', () => {
  const before = () => {
    synth({ a: '1', b: '1', c: '1' });
    return filesIn(outdir);
  };
  /** All that is in the folder, other things than files too. */
  const everything = () => fs.readdirSync(outdir).sort();

  test('because a file cannot be written, all are as they were', () => {
    const yamlOutputType = YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
    synth({ a: '1', b: '1', c: '1' }, { yamlOutputType });
    fs.writeFileSync(join(outdir, 'd'), 'a file where the folder of a chart should be');
    const files = filesIn(outdir);

    expect(() => synth({ a: '2', b: '2', d: '2' }, { yamlOutputType }))
      .toThrow(/^the manifests cannot be written to .*, where all is as it was: (EEXIST|ENOTDIR): /);

    expect(filesIn(outdir)).toEqual(files);
    expect(fs.readdirSync(join(outdir, 'a'))).toEqual(['ConfigMap.in-a.k8s.yaml']);
  });

  test('because a file cannot be put in its place, all are as they were', () => {
    const files = before();
    fs.mkdirSync(join(outdir, 'e.k8s.yaml'));
    const all = everything();

    expect(() => synth({ a: '2', b: '2', d: '2', e: '2', f: '2' }))
      .toThrow(/^the manifests cannot be written to .*, where all is as it was: (EISDIR|ENOTEMPTY|EEXIST): /);

    expect(filesIn(outdir)).toEqual(files);
    expect(everything()).toEqual(all);
    expect(printed).toEqual([]);
  });
});
