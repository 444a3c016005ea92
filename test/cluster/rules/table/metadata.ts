import { edits, long, Row, values } from './row';

const ID = 'ML-API-001';

/** Names, labels and annotations. */
export const METADATA: readonly Row[] = [
  values(ID, 'Deployment', 'metadata.name', ['My_Model', 'my model', '-a', 'a-', 'a..b', long(254), 'ü', ''], ['a', '1', 'a.b-c', long(253)]),
  values(ID, 'Service', 'metadata.name', ['a.b', long(64), 'A', '-a'], ['a-1', long(63), '1a']),
  values(ID, 'Namespace', 'metadata.labels."pod-security.kubernetes.io/enforce"', ['Baseline', 'none', ''], ['privileged', 'baseline', 'restricted']),
  values(ID, 'Namespace', 'metadata.labels."pod-security.kubernetes.io/warn"', ['strict'], ['restricted']),
  values(ID, 'Namespace', 'metadata.labels."pod-security.kubernetes.io/enforce-version"', ['1.36', 'v2.0', 'newest'], ['v1.30', 'latest']),
  values(ID, 'Namespace', 'metadata.name', ['a.b', long(64)], ['1', long(63)]),
  values(ID, 'StatefulSet', 'metadata.name', ['a.b', long(64)], ['a-b']),
  values(ID, 'ConfigMap', 'metadata.name', ['A'], ['a.b.c']),
  values(ID, 'Role', 'metadata.name', ['a/b', 'a%', '..'], ['system:Reader_1', 'A B']),
  values(ID, 'Deployment', 'metadata.labels.a', ['a b', '-a', 'a-', long(64), 'ü', 1, true], ['', 'A_b.c-1', long(63), null]),
  edits(ID, 'Deployment', [
    { 'metadata.labels."a b"': 'x' },
    { 'metadata.labels."/a"': 'x' },
    { 'metadata.labels."a/b/c"': 'x' },
    { 'metadata.labels."A.com/x"': 'x' },
    { [`metadata.labels.${long(64)}`]: 'x' },
  ], [
    { 'metadata.labels."a.com/B_c"': 'x' },
    { [`metadata.labels.${long(63)}`]: 'x' },
  ]),
  values(ID, 'Service', 'metadata.annotations.note', [1, true, { a: 1 }, long(262_144)], ['', 'a\nb', '{"a":1}', null, long(262_000)]),
  edits(ID, 'Service', [{ 'metadata.annotations."a b"': 'x' }], [{ 'metadata.annotations."EXAMPLE.com/A"': 'x' }]),
];
