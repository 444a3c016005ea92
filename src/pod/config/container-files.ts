import { Size } from 'cdk8s';
import type { EnvVar, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import { Config } from './config';
import { EnvOrder, orderOf } from './env-order';
import { SecretSource } from './secret-source';
import { WritablePath } from './writable-path';
import { bytesOf, sizeText } from '../../border/amounts';
import { Problems } from '../../border/problems';

/** Environment, volumes and mounts of a server's container, gathered from everything that asks for one. */
export class ContainerFiles {
  public readonly volumes: Volume[] = [];
  public readonly mounts: VolumeMount[] = [];
  /** Bytes of disk-backed emptyDir volumes. */
  public writableBytes = 0;
  private readonly variables: EnvVar[] = [];
  /** Worked out when it is first asked for, and again after another variable. */
  private ordered?: EnvOrder;
  private readonly origins = new Map<string, string>();
  /** The ConfigMaps that the workload makes, each with the property that asks for it. */
  private readonly maps = new Map<string, string>();
  private readonly loaders = new Set<string>();
  private readonly paths = new Map<string, string>();

  /** @param problems where a name or path that is taken twice is recorded */
  constructor(private readonly problems: Problems) {}

  /** The environment, each variable behind those that its value refers to. */
  public get env(): EnvVar[] {
    return this.order.variables;
  }

  /** Records variables that refer to each other in a circle. */
  public checkReferences(): void {
    for (const circle of this.order.circles) {
      this.problems.say(`environment ${circle.length > 1 ? 'variables' : 'variable'} ${circle.map((name) => `'${name}'`).join(', ')} `
        + `${circle.length > 1 ? 'refer to each other in a circle' : 'refers to itself'}, which Kubernetes would leave as it is written; give one of them its value, or write $$( for a plain $(`);
    }
  }

  /** A plain value. */
  public addValue(name: string, value: string, origin: string): void {
    if (this.claim(name, origin)) {
      this.define({ name, value });
    }
  }

  /** Plain values that give way to what is there already. */
  public addDefaults(values: { readonly [name: string]: string }, origin: string): void {
    for (const name in values) {
      if (!this.origins.has(name)) {
        this.addValue(name, values[name], origin);
      }
    }
  }

  /** A variable whose value comes from elsewhere: a field of the pod, another object. */
  public addVariable(variable: EnvVar, origin: string): void {
    if (this.claim(variable.name, origin)) {
      this.define(variable);
    }
  }

  /** A volume of whatever kind, at a path. */
  public addVolume(volume: Volume, mount: Omit<VolumeMount, 'name'>, origin: string): void {
    if (this.mount(mount.mountPath, origin)) {
      this.volumes.push(volume);
      this.mounts.push({ ...mount, name: volume.name });
    }
  }

  /** Keeps the names of the ConfigMaps for the program that fetches an artifact, which nobody chooses: they follow from the workload's. */
  public keepForLoader(configs: readonly Config[], workload: string): void {
    configs.forEach((config) => this.loaders.add(config._name(workload)));
  }

  public addConfig(config: Config, workload: string, origin: string): void {
    const configMapName = config._name(workload);
    this.checkMap(configMapName, config, workload, origin);
    for (const [name, key] of Object.entries(config._env)) {
      if (this.claim(name, origin)) {
        this.define({ name, valueFrom: { configMapKeyRef: { key, name: configMapName } } });
      }
    }
    if (config._mountPath !== undefined && this.mount(config._mountPath, origin)) {
      const name = `config-${this.volumes.length}`;
      this.volumes.push({ configMap: { name: configMapName }, name });
      this.mounts.push({ mountPath: config._mountPath, name, readOnly: true });
    }
  }

  public addSecret(secret: SecretSource, origin: string): void {
    for (const [name, key] of Object.entries(secret._env)) {
      if (this.claim(name, origin)) {
        this.define({ name, valueFrom: { secretKeyRef: { key, name: secret.secretName } } });
      }
    }
    if (secret._mountPath !== undefined && this.mount(secret._mountPath, origin)) {
      const name = `secret-${this.volumes.length}`;
      const items = secret._keys?.map((key) => ({ key, path: key }));
      this.volumes.push({ name, secret: { defaultMode: 0o440, ...(items ? { items } : {}), secretName: secret.secretName } });
      this.mounts.push({ mountPath: secret._mountPath, name, readOnly: true });
    }
  }

  public addWritable(writable: WritablePath, origin: string): void {
    if (this.mount(writable.path, origin)) {
      const bytes = bytesOf(writable.size ?? Size.mebibytes(64));
      const name = `writable-${this.volumes.length}`;
      this.writableBytes += bytes;
      this.volumes.push({ emptyDir: { sizeLimit: sizeText(bytes) }, name });
      this.mounts.push({ mountPath: writable.path, name });
    }
  }

  /** The volumes of a model's files, and how the server mounts them. @param bytes of local disk */
  public addModel(volumes: readonly Volume[], mounts: readonly VolumeMount[], bytes: number, origin: string): void {
    const free = mounts.filter(({ mountPath }) => this.mount(mountPath, origin));
    this.volumes.push(...volumes);
    this.mounts.push(...free);
    this.writableBytes += bytes;
  }

  /**
   * What processes share by memory. A container runtime gives 64 MiB; this is as much of the container's own memory, page by page as it is used.
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
   */
  public addSharedMemory(size: Size, origin: string): void {
    if (this.mount('/dev/shm', origin)) {
      this.volumes.push({ emptyDir: { medium: 'Memory', sizeLimit: sizeText(bytesOf(size)) }, name: 'shared-memory' });
      this.mounts.push({ mountPath: '/dev/shm', name: 'shared-memory' });
    }
  }

  private get order(): EnvOrder {
    return this.ordered ??= orderOf(this.variables);
  }

  private define(variable: EnvVar): void {
    this.variables.push(variable);
    this.ordered = undefined;
  }

  /** Two objects of one name are one object: the later of them is there, and who reads the earlier one finds the wrong keys. */
  private checkMap(name: string, config: Config, workload: string, origin: string): void {
    if (this.loaders.has(name)) {
      this.problems.say(`'${origin}' ${config._existing ? 'reads' : 'makes'} ConfigMap '${name}', under which name '${workload}' keeps the program that fetches 'artifact'; `
        + (config._existing ? `rename that ConfigMap, or '${workload}'` : `give it another name: { name: '${workload}-config' }`));
    } else if (!config._existing) {
      const other = this.maps.get(name);
      if (other) {
        this.problems.say(`ConfigMap '${name}' is made by '${other}' and by '${origin}'; give one of them another name`);
      }
      this.maps.set(name, origin);
    }
  }

  private claim(name: string, origin: string): boolean {
    const other = this.origins.get(name);
    if (other) {
      this.problems.say(`environment variable '${name}' is given by '${other}' and by '${origin}'; remove one of them`);
      return false;
    }
    this.origins.set(name, origin);
    return true;
  }

  private mount(path: string, origin: string): boolean {
    const place = path.replace(/(?<=.)\/+$/, '');
    const other = this.paths.get(place);
    if (other) {
      this.problems.say(`path '${place}' is mounted by '${other}' and by '${origin}'; mount one of them elsewhere`);
      return false;
    }
    this.paths.set(place, origin);
    return true;
  }
}
