import { checkCall } from './check-kinds';

/**
 * An amount of processor time, as Kubernetes counts it: 1 unit is one core, hyper-thread or vCPU.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-cpu
 * @example Cpu.millis(250)
 */
export class Cpu {
  /** A number of whole cores, fractions down to a thousandth allowed: `Cpu.units(0.5)` is `500m`. */
  public static units(amount: number): Cpu {
    checkCall('Cpu.units', [amount]);
    // 0.1 * 3 and the like must not leave a fraction of a thousandth behind
    const millis = amount * 1000;
    return new Cpu(Math.abs(millis - Math.round(millis)) < 1e-6 ? Math.round(millis) : millis);
  }

  /** A number of thousandths of a core: `Cpu.millis(250)` is `250m`. */
  public static millis(amount: number): Cpu {
    checkCall('Cpu.millis', [amount]);
    return new Cpu(amount);
  }

  /** Thousandths of a core. */
  public readonly milliCores: number;

  private constructor(millis: number) {
    this.milliCores = millis;
  }

  /** The Kubernetes quantity: `250m`, `2`. */
  public toString(): string {
    return this.milliCores % 1000 === 0 ? `${this.milliCores / 1000}` : `${this.milliCores}m`;
  }
}
