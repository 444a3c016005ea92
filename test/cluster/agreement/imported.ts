import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Cluster } from '../../../src';
import { importNodes } from '../../../src/cli/import-nodes/import-nodes';
import { FakeNode } from '../harness/control-plane';
import { fakeNode } from '../harness/node';

/** The cluster that `import-nodes` makes of these nodes: of a declared one it is not known what else its nodes have, of this one all is. */
export function importedFrom(name: string, nodes: readonly FakeNode[]): Cluster {
  const folder = mkdtempSync(join(tmpdir(), 'agreement-'));
  try {
    const file = join(folder, 'cluster.yaml');
    writeFileSync(file, importNodes(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: nodes.map(fakeNode) }), name).text);
    return Cluster.fromFile(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
