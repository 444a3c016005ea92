import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { serviceName } from './service-name';

/** The name of the first service, which the program puts the name of each service in place of. */
const SAMPLE = serviceName(0);

/**
 * A program that makes the objects of these manifests as plain JavaScript, and nothing else. Run with `hold`, it makes all of them before it writes
 * the first.
 *
 * @param manifests what the library wrote for the first service
 */
export function floorProgram(manifests: string): string {
  return [
    ...head(manifests),
    'if (process.argv[3] === \'hold\') {',
    '  const all = Array.from({ length: count }, (_, i) => ({ name: serviceName(i), objects: manifests(serviceName(i)) }));',
    '  all.forEach(({ name, objects }) => write(name, objects));',
    '} else {',
    '  for (let i = 0; i < count; i++) {',
    '    write(serviceName(i), manifests(serviceName(i)));',
    '  }',
    '}',
  ].join('\n');
}

/**
 * The same with a tree of cdk8s: a chart, a construct and an `ApiObject` for each object, of which nothing is asked. No library that makes constructs
 * takes less.
 */
export function treeProgram(manifests: string): string {
  return [
    'import { ApiObject, App, Chart } from \'cdk8s\';',
    'import { Construct } from \'constructs\';',
    ...head(manifests),
    'const app = new App();',
    'const all = Array.from({ length: count }, (_, i) => {',
    '  const name = serviceName(i);',
    '  const objects = manifests(name);',
    '  const service = new Construct(new Chart(app, name, { namespace: \'serving\' }), name);',
    '  objects.forEach((object) => new ApiObject(service, object.kind, object));',
    '  return { name, objects };',
    '});',
    'all.forEach(({ name, objects }) => write(name, objects));',
  ].join('\n');
}

/** Imports, and what makes and writes the objects of one service. */
function head(manifests: string): string[] {
  const documents = parseAllDocuments(manifests, { version: '1.1' }).map((document) => literal(document.toJS()));
  return [
    `import { floorYaml } from ${JSON.stringify(join(__dirname, 'floor-yaml'))};`,
    `import { count, outdir } from ${JSON.stringify(join(__dirname, 'programs', 'arguments'))};`,
    `import { serviceName } from ${JSON.stringify(join(__dirname, 'service-name'))};`,
    'import { mkdirSync, writeFileSync } from \'node:fs\';',
    `const manifests = (name: string) => [${documents.join(', ')}];`,
    'mkdirSync(outdir, { recursive: true });',
    'const write = (name: string, objects: object[]) => writeFileSync(`${outdir}/${name}.k8s.yaml`, floorYaml(objects));',
  ];
}

/** A value as source code, with the name of the service where the sample's stands. */
function literal(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(literal).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${literal(item)}`).join(', ')} }`;
  }
  const source = JSON.stringify(value);
  return typeof value === 'string' && value.includes(SAMPLE) ? `\`${source.slice(1, -1).replaceAll(SAMPLE, '${name}')}\`` : source;
}
