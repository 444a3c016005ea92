import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { serviceName } from './service-name';

/** The name of the first service, which the program puts the name of each service in place of. */
const SAMPLE = serviceName(0);

/**
 * A program that makes the objects of these manifests as plain JavaScript, and nothing else.
 *
 * @param manifests what the library wrote for the first service
 */
export function floorProgram(manifests: string): string {
  const documents = parseAllDocuments(manifests, { version: '1.1' }).map((document) => literal(document.toJS()));
  return [
    `import { floorYaml } from ${JSON.stringify(join(__dirname, 'floor-yaml'))};`,
    `import { count, outdir } from ${JSON.stringify(join(__dirname, 'programs', 'arguments'))};`,
    `import { serviceName } from ${JSON.stringify(join(__dirname, 'service-name'))};`,
    'import { mkdirSync, writeFileSync } from \'node:fs\';',
    `const manifests = (name: string) => [${documents.join(', ')}];`,
    'mkdirSync(outdir, { recursive: true });',
    'const write = (name: string, objects: object[]) => writeFileSync(`${outdir}/${name}.k8s.yaml`, floorYaml(objects));',
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
