import { Size } from 'cdk8s';
import { Card } from './accelerators/card';
import { migMebibytes, migPerCard, migResource } from './accelerators/mig';
import { MigStrategy } from './accelerators/mig-strategy';
import { NVIDIA_CARDS } from './accelerators/nvidia';
import { AMD_CARDS, INTEL, NEURON } from './accelerators/others';
import { chipsPerHost, TPUS } from './accelerators/tpu';
import { checkSize } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { Problems, refusal, show } from '../border/problems';

/** What is known of an accelerator that is none of those listed. */
export interface AcceleratorOptions {
  /**
   * Memory of one.
   * @default - unknown; whether a model fits is then not judged
   */
  readonly memory?: Size;
}

/**
 * A kind of accelerator: the extended resource by which a pod asks for it, what it is called, and its memory.
 *
 * @see https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
 * @example Accelerator.NVIDIA_A100_80GB
 */
export class Accelerator {
  /** Any NVIDIA card, where the pool holds only one kind and nobody asks which. */
  public static readonly NVIDIA = new Accelerator(NVIDIA_CARDS.any);
  /** NVIDIA T4, 16 GB. */
  public static readonly NVIDIA_T4 = new Accelerator(NVIDIA_CARDS.t4);
  /** NVIDIA L4, 24 GB. */
  public static readonly NVIDIA_L4 = new Accelerator(NVIDIA_CARDS.l4);
  /** NVIDIA A10, 24 GB. */
  public static readonly NVIDIA_A10 = new Accelerator(NVIDIA_CARDS.a10);
  /** NVIDIA A10G, 24 GB. */
  public static readonly NVIDIA_A10G = new Accelerator(NVIDIA_CARDS.a10g);
  /** NVIDIA A16, one of the four processors of a board, 16 GB. */
  public static readonly NVIDIA_A16 = new Accelerator(NVIDIA_CARDS.a16);
  /** NVIDIA A30, 24 GB. */
  public static readonly NVIDIA_A30 = new Accelerator(NVIDIA_CARDS.a30);
  /** NVIDIA L40, 48 GB. */
  public static readonly NVIDIA_L40 = new Accelerator(NVIDIA_CARDS.l40);
  /** NVIDIA L40S, 48 GB. */
  public static readonly NVIDIA_L40S = new Accelerator(NVIDIA_CARDS.l40s);
  /** NVIDIA RTX PRO 6000 Blackwell, 96 GB. */
  public static readonly NVIDIA_RTX_PRO_6000 = new Accelerator(NVIDIA_CARDS.rtxPro6000);
  /** NVIDIA A100, 40 GB. */
  public static readonly NVIDIA_A100_40GB = new Accelerator(NVIDIA_CARDS.a100x40);
  /** NVIDIA A100, 80 GB. */
  public static readonly NVIDIA_A100_80GB = new Accelerator(NVIDIA_CARDS.a100x80);
  /** NVIDIA H100, 80 GB. */
  public static readonly NVIDIA_H100 = new Accelerator(NVIDIA_CARDS.h100);
  /** NVIDIA H100 NVL, 94 GB. */
  public static readonly NVIDIA_H100_NVL = new Accelerator(NVIDIA_CARDS.h100nvl);
  /** NVIDIA H200, 141 GB. */
  public static readonly NVIDIA_H200 = new Accelerator(NVIDIA_CARDS.h200);
  /** NVIDIA B200, 180 GB. */
  public static readonly NVIDIA_B200 = new Accelerator(NVIDIA_CARDS.b200);
  /** NVIDIA B300, 269 GB for programs. */
  public static readonly NVIDIA_B300 = new Accelerator(NVIDIA_CARDS.b300);
  /** NVIDIA GB200, one of its Blackwell processors, 186 GB. */
  public static readonly NVIDIA_GB200 = new Accelerator(NVIDIA_CARDS.gb200);
  /** NVIDIA GB300, one of its Blackwell processors, 278 GB for programs. */
  public static readonly NVIDIA_GB300 = new Accelerator(NVIDIA_CARDS.gb300);
  /**
   * Any AMD card.
   * @see https://github.com/ROCm/k8s-device-plugin
   */
  public static readonly AMD = new Accelerator(AMD_CARDS.any);
  /** AMD Instinct MI300X, 192 GB. */
  public static readonly AMD_MI300X = new Accelerator(AMD_CARDS.mi300x);
  /** AMD Instinct MI325X, 256 GB. */
  public static readonly AMD_MI325X = new Accelerator(AMD_CARDS.mi325x);
  /** AMD Instinct MI350X, 288 GB. */
  public static readonly AMD_MI350X = new Accelerator(AMD_CARDS.mi350x);
  /** AMD Instinct MI355X, 288 GB. */
  public static readonly AMD_MI355X = new Accelerator(AMD_CARDS.mi355x);
  /** A chip of Google's TPU v5e, 16 GB; say in which slice with `slice('2x4')`. */
  public static readonly TPU_V5E = new Accelerator(TPUS.v5e);
  /** A chip of Google's TPU v5p, 95 GB; say in which slice with `slice('2x2x1')`. */
  public static readonly TPU_V5P = new Accelerator(TPUS.v5p);
  /** A chip of Google's TPU v6e (Trillium), 32 GB; say in which slice with `slice('2x4')`. */
  public static readonly TPU_V6E = new Accelerator(TPUS.v6e);
  /** A chip of Google's TPU v7 (Ironwood), 192 GB; say in which slice with `slice('2x2x1')`. */
  public static readonly TPU_V7 = new Accelerator(TPUS.v7);
  /** AWS Inferentia2, 32 GB, two cores. */
  public static readonly AWS_INFERENTIA2 = new Accelerator(NEURON.inferentia2);
  /** AWS Trainium1, 32 GB, two cores. */
  public static readonly AWS_TRAINIUM1 = new Accelerator(NEURON.trainium1);
  /** AWS Trainium2, 96 GB, eight cores. */
  public static readonly AWS_TRAINIUM2 = new Accelerator(NEURON.trainium2);
  /** Intel Gaudi 2, 96 GB. */
  public static readonly INTEL_GAUDI2 = new Accelerator(INTEL.gaudi2);
  /** Intel Gaudi 3, 128 GB. */
  public static readonly INTEL_GAUDI3 = new Accelerator(INTEL.gaudi3);
  /** Any Intel GPU under the kernel driver `i915`. */
  public static readonly INTEL_GPU = new Accelerator(INTEL.i915);
  /** Any Intel GPU under the kernel driver `xe`. */
  public static readonly INTEL_GPU_XE = new Accelerator(INTEL.xe);

  /**
   * Any other accelerator whose device plugin offers an extended resource.
   *
   * @param name how messages call it
   * @param resourceName the extended resource, with its domain: `habana.ai/gaudi`
   */
  public static of(name: string, resourceName: string, options: AcceleratorOptions = {}): Accelerator {
    checkCall('Accelerator.of', [name, resourceName, options]);
    if (name === '') {
      throw refusal(['[Accelerator.of] \'name\' must be a name, got ""; say how messages shall call the card']);
    }
    if (!/^[a-z0-9.-]+\/[A-Za-z0-9._-]+$/.test(resourceName)) {
      throw refusal([`[Accelerator.of] 'resourceName' must be an extended resource with its domain, got ${show(resourceName)}; take it from 'kubectl describe node', for example nvidia.com/gpu`]);
    }
    const problems = new Problems('Accelerator.of');
    checkSize(problems, 'memory', options.memory);
    problems.throw();
    return new Accelerator({ name, resource: resourceName }, options.memory);
  }

  /** How messages call the card. */
  public readonly name: string;
  /** The extended resource that a container requests. */
  public readonly resourceName: string;
  /** Memory of one, as its own tools report it, where it is known. */
  public readonly memory?: Size;

  private constructor(
    /** @internal */ public readonly _card: Card,
    memory?: Size,
    /** The MIG profile, if it is a slice of a card. @internal */
    public readonly _profile?: string,
    /** The topology, if it is a chip in a slice of TPUs. @internal */
    public readonly _topology?: string,
    /** How the device plugin was said to name the slices. @internal */
    public readonly _strategy?: MigStrategy,
  ) {
    this.name = _card.name;
    this.resourceName = _card.resource;
    this.memory = memory ?? (_card.mebibytes === undefined ? undefined : Size.mebibytes(_card.mebibytes));
  }

  /**
   * A MIG slice of the card.
   *
   * @param profile as `nvidia-smi mig -lgip` lists it: `3g.20gb`, `1g.5gb+me`
   * @param strategy how the device plugin names the slices, MigStrategy.MIXED where nothing is said; in a pool of GKE always MigStrategy.SINGLE
   * @throws unless the card has that profile
   * @see https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html
   */
  public mig(profile: string, strategy?: MigStrategy): Accelerator {
    checkCall('Accelerator.mig', [profile, strategy], `accelerator ${this.name}`);
    const { mig } = this._card;
    if (!mig) {
      throw refusal([`[accelerator ${this.name}] cannot be cut by MIG; take the whole card, or share it with AcceleratorSharing`]);
    }
    if (!Object.hasOwn(mig.profiles, profile)) {
      throw refusal([`[accelerator ${this.name}] 'profile' must be one that the card has, got ${show(profile)}; it has ${Object.keys(mig.profiles).join(', ')}`]);
    }
    const { name, resource, products } = this._card;
    const slice = {
      name: `${name}-mig-${profile}`,
      whole: name,
      resource: strategy === MigStrategy.SINGLE ? resource : migResource(profile),
      mebibytes: migMebibytes(this._card, profile),
      perCard: migPerCard(mig, profile),
      products,
    };
    return new Accelerator(slice, undefined, profile, undefined, strategy);
  }

  /**
   * A chip in a slice of TPUs of this topology, as GKE makes a node pool of it. Nodes are selected by it.
   *
   * @param topology `2x4`, `2x2x1`
   * @throws unless there are slices of that topology
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus#topology
   */
  public slice(topology: string): Accelerator {
    checkCall('Accelerator.slice', [topology], `accelerator ${this.name}`);
    const { tpu } = this._card;
    if (!tpu) {
      throw refusal([`[accelerator ${this.name}] is no TPU and has no slices; leave the topology out`]);
    }
    if (chipsPerHost(tpu, topology).length === 0) {
      const more = tpu.cuboids ? ', or sides of 4, 8, 12 … with the shortest first' : '';
      throw refusal([`[accelerator ${this.name}] 'topology' must be one that its slices have, got ${show(topology)}; it has ${tpu.topologies.join(', ')}${more}`]);
    }
    return new Accelerator(this._card, undefined, undefined, topology);
  }

  /** How messages call the card. */
  public toString(): string {
    return this._topology === undefined ? this.name : `${this.name} ${this._topology}`;
  }

  /** The same slice where all slices of a node are offered as cards; anything else as it is. @internal */
  public get _asCard(): Accelerator {
    const { any } = NVIDIA_CARDS;
    return this._profile === undefined || this.resourceName === any.resource
      ? this
      : new Accelerator({ ...this._card, resource: any.resource }, undefined, this._profile, undefined, MigStrategy.SINGLE);
  }

  /** The key by which nodes with it are tainted: MIG slices and shares are on nodes with NVIDIA's cards. @internal */
  public get _taintKey(): string {
    return this.resourceName.startsWith('nvidia.com/') ? NVIDIA_CARDS.any.resource : this.resourceName;
  }

  /** Labels that every node with it has, wherever there are such nodes. @internal */
  public get _labels(): { readonly [key: string]: string } {
    return this._topology === undefined ? {} : {
      'cloud.google.com/gke-tpu-accelerator': this._card.tpu!.label,
      'cloud.google.com/gke-tpu-topology': this._topology,
    };
  }

  /** How many of it one node can have, where that is not free. @internal */
  public get _perNode(): number[] | undefined {
    return this._topology === undefined ? undefined : chipsPerHost(this._card.tpu!, this._topology);
  }
}
