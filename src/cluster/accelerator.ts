import { checkCall } from '../border/check-kinds';
import { refusal, show } from '../border/problems';

/**
 * A kind of accelerator: the extended resource by which a pod asks for it, and what the card is called.
 *
 * @see https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
 * @example Accelerator.NVIDIA_A100_80GB
 */
export class Accelerator {
  /** Any NVIDIA card, where the pool holds only one kind and nobody asks which. */
  public static readonly NVIDIA = new Accelerator('nvidia', 'nvidia.com/gpu');
  /** NVIDIA T4, 16 GB. */
  public static readonly NVIDIA_T4 = new Accelerator('nvidia-t4', 'nvidia.com/gpu');
  /** NVIDIA L4, 24 GB. */
  public static readonly NVIDIA_L4 = new Accelerator('nvidia-l4', 'nvidia.com/gpu');
  /** NVIDIA L40S, 48 GB. */
  public static readonly NVIDIA_L40S = new Accelerator('nvidia-l40s', 'nvidia.com/gpu');
  /** NVIDIA A10G, 24 GB. */
  public static readonly NVIDIA_A10G = new Accelerator('nvidia-a10g', 'nvidia.com/gpu');
  /** NVIDIA A100, 40 GB. */
  public static readonly NVIDIA_A100_40GB = new Accelerator('nvidia-a100-40gb', 'nvidia.com/gpu');
  /** NVIDIA A100, 80 GB. */
  public static readonly NVIDIA_A100_80GB = new Accelerator('nvidia-a100-80gb', 'nvidia.com/gpu');
  /** NVIDIA H100, 80 GB. */
  public static readonly NVIDIA_H100 = new Accelerator('nvidia-h100', 'nvidia.com/gpu');
  /** NVIDIA H200, 141 GB. */
  public static readonly NVIDIA_H200 = new Accelerator('nvidia-h200', 'nvidia.com/gpu');
  /** NVIDIA B200, 180 GB. */
  public static readonly NVIDIA_B200 = new Accelerator('nvidia-b200', 'nvidia.com/gpu');
  /**
   * Any AMD card.
   * @see https://github.com/ROCm/k8s-device-plugin
   */
  public static readonly AMD = new Accelerator('amd', 'amd.com/gpu');

  /**
   * Any other accelerator whose device plugin offers an extended resource.
   *
   * @param name how messages call it
   * @param resourceName the extended resource, with its domain: `habana.ai/gaudi`
   */
  public static of(name: string, resourceName: string): Accelerator {
    checkCall('Accelerator.of', [name, resourceName]);
    if (name === '') {
      throw refusal(['[Accelerator.of] \'name\' must be a name, got ""; say how messages shall call the card']);
    }
    if (!/^[a-z0-9.-]+\/[A-Za-z0-9._-]+$/.test(resourceName)) {
      throw refusal([`[Accelerator.of] 'resourceName' must be an extended resource with its domain, got ${show(resourceName)}; take it from 'kubectl describe node', for example nvidia.com/gpu`]);
    }
    return new Accelerator(name, resourceName);
  }

  private constructor(
    /** How messages call the card. */
    public readonly name: string,
    /** The extended resource that a container requests. */
    public readonly resourceName: string,
  ) {}

  /** How messages call the card. */
  public toString(): string {
    return this.name;
  }
}
