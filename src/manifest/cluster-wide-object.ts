import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Manifest } from './manifest';
import { ManifestObject } from './manifest-object';

/** An object that stands in no namespace, although cdk8s gives the chart's to every object. */
export function clusterWideObject(scope: Construct, id: string, manifest: Manifest): ApiObject {
  const made = new ManifestObject(scope, id, manifest);
  if (Chart.of(scope).namespace !== undefined) {
    made.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  }
  return made;
}
