import { Size } from 'cdk8s';
import { QuotaProps } from './quota-props';
import { bytesOf, checkCpu, checkSize, checkWhole, sizeText } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { Cpu } from '../../border/cpu';
import { isDnsSubdomain, isQualifiedName } from '../../border/names';
import { Problems } from '../../border/problems';
import { Accelerator } from '../../cluster/accelerator';

const CPUS = { requestsCpu: 'requests.cpu', limitsCpu: 'limits.cpu' } as const;

const SIZES = {
  requestsMemory: 'requests.memory',
  limitsMemory: 'limits.memory',
  requestsEphemeralStorage: 'requests.ephemeral-storage',
  limitsEphemeralStorage: 'limits.ephemeral-storage',
  requestsStorage: 'requests.storage',
} as const;

const COUNTS = {
  pods: 'pods',
  loadBalancers: 'services.loadbalancers',
  nodePorts: 'services.nodeports',
  persistentVolumeClaims: 'persistentvolumeclaims',
} as const;

/**
 * What a quota with a scope cannot limit: the API server refuses it, and a count of objects would silently count none.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/helper/helpers.go (`IsResourceQuotaScopeValidForResource`)
 */
const UNSCOPED = [
  'requestsEphemeralStorage', 'limitsEphemeralStorage', 'requestsStorage', 'loadBalancers', 'nodePorts', 'persistentVolumeClaims', 'storageClasses', 'objectCounts',
  'deviceClasses',
] as const;

const names = <T extends object>(table: T) => Object.keys(table) as (keyof T & string)[];

/**
 * What a namespace may hold at once: a ResourceQuota.
 *
 * A quota on cpu or memory makes the API server refuse every container that does not state that request or limit.
 *
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 * @example
 * Quota.of({
 *   requestsCpu: Cpu.units(40), requestsMemory: Size.gibibytes(160),
 *   limitsCpu: Cpu.units(80), limitsMemory: Size.gibibytes(320), gpus: 8, pods: 80,
 * })
 */
export class Quota {
  /** A quota of these amounts. */
  public static of(props: QuotaProps): Quota {
    checkCall('Quota.of', [props]);
    return new Quota(props);
  }

  /** Name of the ResourceQuota. */
  public readonly name: string;

  private constructor(private readonly props: QuotaProps) {
    this.name = props.name ?? (props.scope ? `quota-${props.scope._suffix}` : 'quota');
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    this._checkAmounts(problems, property);
    const { name, scope, requestsCpu, limitsCpu, requestsMemory, limitsMemory, requestsEphemeralStorage, limitsEphemeralStorage } = this.props;
    if (!isDnsSubdomain(this.name)) {
      problems.add(`${property}.name`, 'a DNS subdomain (at most 253 of a-z, 0-9, \'-\' and \'.\')', this.name, `give ${name === undefined ? 'a shorter name' : 'for example "quota"'}`);
    }
    const cpu = (milliCores: number) => `${Cpu.millis(milliCores)}`;
    atMost(problems, property, ['requestsCpu', requestsCpu?.milliCores], ['limitsCpu', limitsCpu?.milliCores], cpu);
    atMost(problems, property, ['requestsMemory', bytes(requestsMemory)], ['limitsMemory', bytes(limitsMemory)], sizeText);
    atMost(problems, property, ['requestsEphemeralStorage', bytes(requestsEphemeralStorage)], ['limitsEphemeralStorage', bytes(limitsEphemeralStorage)], sizeText);
    if (scope) {
      scope._check(problems, `${property}.scope`);
      for (const unscoped of UNSCOPED.filter((key) => this.props[key] !== undefined)) {
        problems.say(`'${property}.${unscoped}' cannot be limited for some pods only (a scope counts cpu, memory, pods and accelerators); put it into a quota without scope`);
      }
    }
  }

  /** Records what is wrong with its amounts, each for itself. @internal */
  public _checkAmounts(problems: Problems, property: string): void {
    names(CPUS).forEach((key) => checkCpu(problems, `${property}.${key}`, this.props[key]));
    names(SIZES).forEach((key) => checkSize(problems, `${property}.${key}`, this.props[key]));
    names(COUNTS).forEach((key) => checkWhole(problems, `${property}.${key}`, this.props[key], 0));
    checkWhole(problems, `${property}.gpus`, this.props.gpus, 0);
    this.checkAccelerators(problems, property);
    this.checkDeviceClasses(problems, property);
    this.checkStorageClasses(problems, property);
    this.checkObjectCounts(problems, property);
    if (Object.keys(this._hard()).length === 0) {
      problems.add(property, 'at least one amount', 'none', 'give for example pods: 80, or leave it out');
    }
  }

  /** What it grants by resource, as the API server counts it. @internal */
  public _hard(): { [resource: string]: string } {
    const hard: { [resource: string]: string } = {};
    const put = (resource: string, amount: Cpu | string | number | undefined) => {
      if (amount !== undefined) {
        hard[resource] = `${amount}`;
      }
    };
    const putSize = (resource: string, size: Size | undefined) => put(resource, size && sizeText(bytesOf(size)));
    names(CPUS).forEach((key) => put(CPUS[key], this.props[key]));
    names(SIZES).forEach((key) => putSize(SIZES[key], this.props[key]));
    names(COUNTS).forEach((key) => put(COUNTS[key], this.props[key]));
    put(requested(Accelerator.NVIDIA), this.props.gpus);
    for (const { accelerator, count } of this.props.accelerators ?? []) {
      put(requested(accelerator), count);
    }
    for (const { deviceClass, count } of this.props.deviceClasses ?? []) {
      put(deviceClass._quotaKey, count);
    }
    for (const { storageClass, requestsStorage, persistentVolumeClaims } of this.props.storageClasses ?? []) {
      putSize(`${storageClass}.storageclass.storage.k8s.io/requests.storage`, requestsStorage);
      put(`${storageClass}.storageclass.storage.k8s.io/persistentvolumeclaims`, persistentVolumeClaims);
    }
    for (const [resource, count] of Object.entries(this.props.objectCounts ?? {})) {
      put(`count/${resource}`, count);
    }
    return hard;
  }

  /** True if it counts some pods only. @internal */
  public get _isScoped(): boolean {
    return this.props.scope !== undefined;
  }

  /** The `spec` of its ResourceQuota. @internal */
  public _render(): object {
    return { hard: this._hard(), ...(this.props.scope && { scopeSelector: this.props.scope._render() }) };
  }

  private checkAccelerators(problems: Problems, property: string): void {
    const seen = new Map(this.props.gpus === undefined ? [] : [[Accelerator.NVIDIA.resourceName, 'gpus']]);
    for (const [i, { accelerator, count }] of (this.props.accelerators ?? []).entries()) {
      const at = `accelerators[${i}]`;
      checkWhole(problems, `${property}.${at}.count`, count, 0);
      const earlier = seen.get(accelerator.resourceName);
      if (earlier) {
        problems.say(`'${property}.${at}' and '${property}.${earlier}' both count ${accelerator.resourceName}, and a quota cannot tell cards of one resource apart; give their sum once`);
      }
      seen.set(accelerator.resourceName, at);
    }
  }

  private checkDeviceClasses(problems: Problems, property: string): void {
    const all = this.props.deviceClasses ?? [];
    for (const [i, { deviceClass, count }] of all.entries()) {
      checkWhole(problems, `${property}.deviceClasses[${i}].count`, count, 0);
      if (all.findIndex((other) => other.deviceClass.name === deviceClass.name) !== i) {
        problems.add(`${property}.deviceClasses[${i}].deviceClass`, 'limited once', deviceClass, 'give their sum');
      }
    }
  }

  private checkStorageClasses(problems: Problems, property: string): void {
    const all = this.props.storageClasses ?? [];
    for (const [i, { storageClass, requestsStorage, persistentVolumeClaims }] of all.entries()) {
      const at = `${property}.storageClasses[${i}]`;
      if (!isQualifiedName(`${storageClass}.storageclass.storage.k8s.io/requests.storage`)) {
        problems.add(`${at}.storageClass`, 'the name of a StorageClass', storageClass, 'copy it from \'kubectl get storageclasses\'');
      } else if (all.findIndex((other) => other.storageClass === storageClass) !== i) {
        problems.add(`${at}.storageClass`, 'limited once', storageClass, 'join the two');
      }
      checkSize(problems, `${at}.requestsStorage`, requestsStorage);
      checkWhole(problems, `${at}.persistentVolumeClaims`, persistentVolumeClaims, 0);
      if (requestsStorage === undefined && persistentVolumeClaims === undefined) {
        problems.add(at, 'at least one amount', 'none', 'give requestsStorage or persistentVolumeClaims, or leave the class out');
      }
    }
  }

  private checkObjectCounts(problems: Problems, property: string): void {
    for (const [resource, count] of Object.entries(this.props.objectCounts ?? {})) {
      const at = `${property}.objectCounts.${resource}`;
      if (!/^[a-z][a-z0-9]*(\.[a-z0-9-]+)*$/.test(resource) || !isQualifiedName(`count/${resource}`)) {
        problems.add(at, 'named after a resource and its API group', resource, 'write for example "secrets" or "deployments.apps", as in \'kubectl api-resources\'');
      }
      checkWhole(problems, at, count, 0);
    }
  }
}

/** For extended resources a quota knows requests only; there is no `limits.` form. */
const requested = (accelerator: Accelerator): string => `requests.${accelerator.resourceName}`;

const bytes = (size: Size | undefined): number | undefined => size && bytesOf(size);

type Named = [name: string, amount: number | undefined];

/** A container requests at most its limit, so that part of a larger sum of requests could never be used. */
function atMost(problems: Problems, property: string, [name, requests]: Named, [limitsName, limits]: Named, text: (amount: number) => string): void {
  if (requests !== undefined && limits !== undefined && requests > limits) {
    problems.add(`${property}.${name}`, `at most ${limitsName} (${text(limits)})`, text(requests), `raise ${limitsName} or lower ${name}`);
  }
}
