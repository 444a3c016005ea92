import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ModuleKind, transpileModule } from 'typescript';
import { newFolder } from './synth/folder';
import { MlApp } from '../src/synth/ml-app';

const README = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

/** The recipes of README as one program; its types are checked where the packed library is (`test/package`). */
function recipes(outdir: string): string {
  const blocks = [...README.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block)
    .filter((block) => /^\/\/ (what you run on|accelerators in parts|a namespace that|a language model|the model's files|work that ends)/.test(block));
  return [
    "const { Duration, JsonPatch, Size } = require('cdk8s');",
    `const { ${[...new Set(blocks.join('\n').replace(/\/\/.*/g, '').match(/\b[A-Z]\w+(?=\.|\()/g))].filter((name) => !['Duration', 'Size', 'JsonPatch', 'MlNamespace', 'MlChart'].includes(name))
      .join(', ')}, MlApp, MlChart, MlNamespace } = require('cdk8s-ml');`,
    `const app = new MlApp({ outdir: ${JSON.stringify(outdir)} });`,
    "const chart = new MlChart(app, 'recipes');",
    "const team = new MlNamespace(chart, 'nlp', { owner: 'nlp', costCenter: 'cc-17' });",
    ...blocks,
    'app.synth();',
    'return app;',
  ].join('\n');
}

test('every example is named', () => {
  const examples = readdirSync(join(__dirname, '..', 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect([...README.matchAll(/^\| \[([\w-]+)\]\(examples\/\1\)/gm)].map(([, name]) => name).sort()).toEqual(examples.sort());
});

test('the recipes have nothing to be warned of, and what they waive is found', () => {
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { outputText } = transpileModule(recipes(newFolder()), { compilerOptions: { module: ModuleKind.CommonJS } });

  const app: MlApp = new Function('require', outputText)(require);

  expect(written.mock.calls).toEqual([]);
  const waivedRules = [...README.matchAll(/^Waivers\.of\(.+\)\.add\('(ML-\w+-\d+)'/gm)].map(([, rule]) => rule);
  expect(waivedRules).not.toEqual([]);
  expect(app.findings.map(({ rule, waivedBecause }) => [rule, waivedBecause !== undefined])).toEqual(waivedRules.map((rule) => [rule, true]));
  written.mockRestore();
});
