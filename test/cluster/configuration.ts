import { ExampleCluster } from './example-cluster';

/** What a server is told, as its pods would see it now. */
export interface Configuration {
  readonly env: Record<string, string>;
  /** Contents of mounted ConfigMaps, by path. */
  readonly files: Record<string, string>;
}

/**
 * Reads a Deployment's configuration from the cluster as the kubelet does for a pod that starts now: the ConfigMaps that its template names,
 * and what is in them at this moment.
 *
 * @throws if a ConfigMap or key is not there, which would keep the pod from starting
 */
export async function configurationOf(cluster: ExampleCluster, { name, namespace }: { name: string; namespace: string }): Promise<Configuration> {
  const { spec } = (await cluster.control.get(['deployment', name, '-n', namespace])).spec.template;
  const [container] = spec.containers;
  const data = async (configMap: string) => (await cluster.control.get(['configmap', configMap, '-n', namespace])).data;
  const env: Record<string, string> = {};
  for (const { name: variable, value, valueFrom } of container.env ?? []) {
    const reference = valueFrom?.configMapKeyRef;
    if (valueFrom && !reference) continue;
    env[variable] = reference ? required((await data(reference.name))[reference.key], `${reference.name}.${reference.key}`) : value;
  }
  const files: Record<string, string> = {};
  for (const { name: volume, mountPath } of container.volumeMounts ?? []) {
    const configMap = spec.volumes.find((candidate: any) => candidate.name === volume).configMap;
    if (!configMap) continue;
    for (const [key, text] of Object.entries<string>(await data(configMap.name))) {
      files[`${mountPath}/${key}`] = text;
    }
  }
  return { env, files };
}

function required(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}

/** Names of the ConfigMaps that a pod template refers to, as variables or as files. */
export function configMapsOf({ containers, volumes = [] }: any): string[] {
  const named = [
    ...containers.flatMap(({ env = [] }: any) => env.map(({ valueFrom }: any) => valueFrom?.configMapKeyRef?.name)),
    ...volumes.map(({ configMap }: any) => configMap?.name),
  ];
  return [...new Set<string>(named.filter((name) => name !== undefined))];
}
