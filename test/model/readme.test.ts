import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Size } from 'cdk8s';
import { publishedModel } from './model-folder';

test('README shows what comes out', () => {
  const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const [, program, output] = /^\/\/ what a model takes\n([\s\S]*?)^```\n\n```\n([\s\S]*?)^```$/m.exec(readme)!;
  const llama = publishedModel('Llama-3.1-8B');
  const asked = [...program.matchAll(/mebibytes\((\d+)\), contextLength: (\d+)/g)].map((match) => match.slice(1).map(Number))
    .map(([mebibytes, contextLength]) => ({ gpuMemory: Size.mebibytes(mebibytes), contextLength }));
  expect(asked).toHaveLength(2);
  expect(output).toBe([llama, ...asked.map((props) => llama.fit(props))].map((line) => `${line}\n`).join(''));
});
