import { CLAIMED_DEVICES } from './claimed-devices';
import { checkCall } from '../../border/check-kinds';
import { isDnsSubdomain } from '../../border/names';
import { refusal, show } from '../../border/problems';
import { Accelerator } from '../accelerator';

/** What distinguishes a class of devices. */
export interface DeviceClassOptions {
  /**
   * CEL expressions that a device has to fulfil beside those of the class, for example `device.attributes["gpu.example.com"].model == "X1"`.
   * @default - the product of the pools' accelerators, for the classes of NVIDIA and AMD; otherwise any device of the class
   */
  readonly selectors?: string[];
}

/**
 * A class of devices that a DRA driver publishes (`resource.k8s.io/v1`), in place of a device plugin with its extended resource.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
 * @example DeviceClass.NVIDIA_GPU
 */
export class DeviceClass {
  /**
   * Whole NVIDIA cards.
   * @see https://github.com/NVIDIA/k8s-dra-driver-gpu/blob/main/deployments/helm/dra-driver-nvidia-gpu/templates/deviceclass-gpu.yaml
   */
  public static readonly NVIDIA_GPU = new DeviceClass('gpu.nvidia.com');
  /**
   * MIG slices of NVIDIA cards.
   * @see https://github.com/NVIDIA/k8s-dra-driver-gpu/blob/main/deployments/helm/dra-driver-nvidia-gpu/templates/deviceclass-mig.yaml
   */
  public static readonly NVIDIA_MIG = new DeviceClass('mig.nvidia.com');
  /**
   * AMD cards.
   * @see https://github.com/ROCm/k8s-gpu-dra-driver/blob/main/docs/driver-attributes.md
   */
  public static readonly AMD_GPU = new DeviceClass('gpu.amd.com');

  /** A class by the name that `kubectl get deviceclasses` shows. */
  public static of(name: string, options: DeviceClassOptions = {}): DeviceClass {
    checkCall('DeviceClass.of', [name, options]);
    if (!isDnsSubdomain(name)) {
      throw refusal([`[DeviceClass.of] 'name' must be the name of a DeviceClass, got ${show(name)}; copy it from 'kubectl get deviceclasses'`]);
    }
    options.selectors?.forEach((selector, i) => {
      if (!selector.includes('device.')) {
        throw refusal([`[DeviceClass.of] 'selectors[${i}]' must be a CEL expression about a device, got ${show(selector)}; write for example device.driver == "gpu.nvidia.com"`]);
      }
    });
    return new DeviceClass(name, options.selectors && [...options.selectors]);
  }

  private constructor(/** The name of the DeviceClass. */ public readonly name: string, private readonly selectors?: string[]) {}

  /** The name of the DeviceClass. */
  public toString(): string {
    return this.name;
  }

  /** The key by which a quota counts its devices. @see https://kubernetes.io/docs/concepts/policy/resource-quotas/ @internal */
  public get _quotaKey(): string {
    return `${this.name}${CLAIMED_DEVICES}`;
  }

  /** CEL expressions by which a claim selects one of these accelerators. @internal */
  public _selectors(accelerators: readonly Accelerator[]): string[] {
    if (this.selectors) {
      return [...this.selectors];
    }
    switch (this.name) {
      case DeviceClass.AMD_GPU.name: return productContains(accelerators);
      case DeviceClass.NVIDIA_GPU.name: return nvidiaAttribute('productName', accelerators.map(({ _card }) => _card.products));
      case DeviceClass.NVIDIA_MIG.name: return [
        ...nvidiaAttribute('productName', accelerators.map(({ _card }) => _card.products)),
        ...nvidiaAttribute('profile', accelerators.map(({ _profile }) => (_profile === undefined ? undefined : [_profile]))),
      ];
      default: return [];
    }
  }
}

/** An attribute of the driver's devices that has one of the values; nothing if any value will do for one of the accelerators. */
function nvidiaAttribute(attribute: string, values: readonly (readonly string[] | undefined)[]): string[] {
  const all = [...new Set(values.flatMap((some) => some ?? []))];
  if (all.length === 0 || values.includes(undefined)) {
    return [];
  }
  const name = `device.attributes["gpu.nvidia.com"].${attribute}`;
  return [all.length === 1 ? `${name} == ${JSON.stringify(all[0])}` : `${name} in ${JSON.stringify(all).replace(/","/g, '", "')}`];
}

/** Boards of one AMD card are called by different names, each of which contains that of the card: `AMD_Instinct_MI300X_OAM`. */
function productContains(accelerators: readonly Accelerator[]): string[] {
  const parts = [...new Set(accelerators.flatMap(({ _card }) => _card.products ?? ['']))];
  return parts.includes('') ? [] : [parts.map((part) => `device.attributes["gpu.amd.com"].productName.contains(${JSON.stringify(part)})`).join(' || ')];
}
