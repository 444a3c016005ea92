import { createHash } from 'crypto';

/** Numbers that look random and are the same for the same seed, on every machine. */
export class Random {
  private state: number;

  /** @param seed all that the numbers depend on: each case has one of its own, so that it can be made again without the others */
  constructor(seed: string) {
    this.state = 1 + createHash('sha256').update(seed).digest().readUInt32LE(0) % 2147483645;
  }

  /** From 0 to less than 1: the generator of Park and Miller. */
  public next(): number {
    this.state = this.state * 48271 % 2147483647;
    return (this.state - 1) / 2147483646;
  }

  /** A whole number, both ends included. */
  public int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True with that probability. */
  public chance(probability: number): boolean {
    return this.next() < probability;
  }

  public pick<T>(from: readonly T[]): T {
    return from[this.int(0, from.length - 1)];
  }

  /** Some of them, at least `min` and at most `max`, in a random order. */
  public some<T>(from: readonly T[], min: number, max = from.length): T[] {
    return this.shuffled(from).slice(0, this.int(min, Math.min(max, from.length)));
  }

  public shuffled<T>(from: readonly T[]): T[] {
    const all = [...from];
    for (let i = all.length - 1; i > 0; i--) {
      const j = this.int(0, i);
      [all[i], all[j]] = [all[j], all[i]];
    }
    return all;
  }
}
