import { Size } from 'cdk8s';
import { WritablePath } from '../../pod/config/writable-path';
import { LaunchTerms } from '../server-facts';

/** Where a server that loads models of the Hugging Face Hub keeps what it has downloaded. */
export const HUB_CACHE = '/cache';

/** How a server gets its model's files. */
export interface ModelSource {
  readonly env: { readonly [name: string]: string };
  readonly writablePaths: WritablePath[];
  readonly faults: string[];
}

/**
 * A folder of the container (that of the workload's artifact, where the props name none), a name on the Hub, or an address from which the server streams. Only a name is downloaded to disk; with a folder nothing may be
 * asked of the Hub, which the pod could not reach anyway.
 * @param streams the server reads addresses of object storage
 * @see https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
 */
export function modelSource(property: string, model: string | undefined, cacheSize: Size | undefined, streams = true): ModelSource {
  if (model === undefined || model.startsWith('/')) {
    return { env: { HF_HUB_OFFLINE: '1' }, writablePaths: [], faults: [] };
  }
  if (streams && /^[a-z0-9]+:\/\/\S+$/.test(model)) {
    return { env: {}, writablePaths: [], faults: [] };
  }
  const faults = /^[\w.-]+(\/[\w.-]+)?(:[\w.-]+)?$/.test(model)
    ? []
    : [`'server.${property}' must be a folder or the name of a model, got ${JSON.stringify(model)}; write for example "/models/llama" or "meta-llama/Llama-3.1-8B-Instruct"`];
  if (cacheSize === undefined) {
    faults.push(`'server.cacheSize' is missing, and the server downloads '${model}' itself; give the size of its files, for example Size.gibibytes(20), or the folder that has them as '${property}'`);
  }
  return { env: { HF_HOME: HUB_CACHE }, writablePaths: [{ path: HUB_CACHE, size: cacheSize ?? Size.gibibytes(1) }], faults };
}

/** Where a server finds its model, and what is wrong with that. */
export interface ModelPath {
  readonly path: string;
  readonly faults: string[];
}

/**
 * What the props say, or the folder of the workload's artifact.
 * @param usual what holds where neither says anything; without it that is wrong
 */
export function modelPath(property: string, given: string | undefined, { artifactPath }: LaunchTerms, usual?: string): ModelPath {
  const path = given ?? artifactPath ?? usual;
  if (path === undefined) {
    return { path: '', faults: [`'server.${property}' is missing and there is no 'artifact'; give artifact: ModelArtifact.fromS3(…) or another source, or a folder that has the model`] };
  }
  const elsewhere = given !== undefined && artifactPath !== undefined && given !== artifactPath && !given.startsWith(`${artifactPath}/`);
  const fault = `'server.${property}' is ${JSON.stringify(given)} and the artifact is in ${artifactPath}; leave it out, or give a path below that`;
  return { path, faults: elsewhere ? [fault] : [] };
}
