import { Size } from 'cdk8s';
import { WritablePath } from '../../pod/writable-path';

/** Where a server that loads models of the Hugging Face Hub keeps what it has downloaded. */
export const HUB_CACHE = '/cache';

/** How a server gets its model's files. */
export interface ModelSource {
  readonly env: { readonly [name: string]: string };
  readonly writablePaths: WritablePath[];
  readonly faults: string[];
}

/**
 * A folder of the container, a name on the Hub, or an address from which the server streams. Only a name is downloaded to disk; with a folder nothing may be
 * asked of the Hub, which the pod could not reach anyway.
 * @param streams the server reads addresses of object storage
 * @see https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
 */
export function modelSource(property: string, model: string, cacheSize: Size | undefined, streams = true): ModelSource {
  if (model.startsWith('/')) {
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
