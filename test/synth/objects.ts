import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ManifestObject } from '../../src/manifest/manifest-object';

/** A ConfigMap of this library. */
export function configMap(scope: Construct, id: string, data: Record<string, string> = {}): ManifestObject {
  return new ManifestObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data });
}

/** Two ConfigMaps of one name: the rules refuse the second one, `<chart>/<id>-again`. */
export function duplicates(chart: Chart, id: string): [first: ManifestObject, second: ApiObject] {
  const first = configMap(chart, id, { a: '1' });
  return [first, new ApiObject(chart, `${id}-again`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data: { a: '2' } })];
}

/** What the rules say of the second one. */
export function duplicateText(path: string, name: string): string {
  return `ML-DUP-001: ConfigMap '${name}' is made twice, here and by ${path}; give one of them another name or make it only once`;
}

/** A Service that selects nothing: the rules warn. */
export function lonelyService(scope: Construct, id: string): ManifestObject {
  return new ManifestObject(scope, id, {
    apiVersion: 'v1', kind: 'Service', metadata: { name: id, namespace: 'team-a' }, spec: { selector: { app: id }, ports: [{ port: 80 }] },
  });
}

/** What the rules say of it. */
export function lonelyText(id: string): string {
  return `ML-NET-001: Service '${id}' selects no pod of namespace 'team-a' (selector app=${id}); make its selector equal to labels of a pod template`;
}
