import { JudgedObject } from '../../manifest/judged';

/** What the manifests ask for. */
export function footprintOf(_objects: readonly JudgedObject[]): unknown {
  return {};
}
