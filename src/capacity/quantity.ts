/** How a quantity was written, and so how it is written again. */
enum Format {
  /** `500m`, `2`, `3G`. */
  DECIMAL,
  /** `512Mi`. */
  BINARY,
  /** `1e3`. */
  EXPONENT,
}

const NANOS = 1_000_000_000n;
const DECIMAL_SUFFIXES: readonly (readonly [string, number])[] = [
  ['n', -9], ['u', -6], ['m', -3], ['', 0], ['k', 3], ['M', 6], ['G', 9], ['T', 12], ['P', 15], ['E', 18],
];
const BINARY_SUFFIXES: readonly (readonly [string, number])[] = [['Ki', 10], ['Mi', 20], ['Gi', 30], ['Ti', 40], ['Pi', 50], ['Ei', 60]];
const DECIMAL_EXPONENT = new Map(DECIMAL_SUFFIXES);
const BINARY_EXPONENT = new Map(BINARY_SUFFIXES);

/** Where Kubernetes caps what is written with a binary suffix: 2^63 − 1. */
const BINARY_CAP = (2n ** 63n - 1n) * NANOS;
/** Beyond this exponent a number is only "very large" here: nothing that is counted comes near it, and its digits would take long to write. */
const LARGEST_EXPONENT = 100;

const FORM = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*(?:[-+]?\d*))$/;

/** Parsing again what was parsed before is most of the work: thousands of containers share a handful of quantities. */
const KNOWN_LIMIT = 10_000;
const known = new Map<string, Quantity | undefined>();

/**
 * An amount of a resource, exact: in billionths, as Kubernetes holds it, and never a floating-point number.
 *
 * Reads what the API server reads and refuses what it refuses; what is finer than a billionth is rounded up, away from zero, and what is
 * larger than 2^63 − 1 and written with a binary suffix is capped, as there.
 *
 * @see https://github.com/kubernetes/apimachinery/blob/v0.36.0/pkg/api/resource/quantity.go
 */
export class Quantity {
  /** Nothing. */
  public static readonly ZERO = new Quantity(0n, Format.DECIMAL);
  /** One of something. */
  public static readonly ONE = new Quantity(NANOS, Format.DECIMAL);

  /** The quantity that `value` (a text, or a number as YAML has it) stands for; nothing if it stands for none. */
  public static parse(value: unknown): Quantity | undefined {
    if (typeof value === 'string') {
      return parseKnown(value);
    }
    return typeof value === 'number' && Number.isFinite(value) ? parseKnown(String(value)) : undefined;
  }

  /** Whole units: bytes of memory, pieces of an extended resource. */
  public static of(units: bigint): Quantity {
    return new Quantity(units * NANOS, Format.DECIMAL);
  }

  /** @internal */
  public static _make(nanos: bigint, format: Format): Quantity {
    return new Quantity(nanos, format);
  }

  private constructor(
    /** The amount in billionths of its unit. */
    public readonly nanos: bigint,
    private readonly format: Format,
  ) {}

  /** Negative if this is less than `other`, 0 if they are equal, positive if it is more. */
  public compare(other: Quantity): number {
    return this.nanos < other.nanos ? -1 : this.nanos > other.nanos ? 1 : 0;
  }

  /** True if both are the same amount, however they are written. */
  public equals(other: Quantity): boolean {
    return this.nanos === other.nanos;
  }

  public get isZero(): boolean {
    return this.nanos === 0n;
  }

  public get isNegative(): boolean {
    return this.nanos < 0n;
  }

  /** True if it is a number of whole units. */
  public get isWhole(): boolean {
    return this.nanos % NANOS === 0n;
  }

  /** The sum, written as this one is. */
  public plus(other: Quantity): Quantity {
    return new Quantity(this.nanos + other.nanos, this.isZero ? other.format : this.format);
  }

  /** The difference, written as this one is. */
  public minus(other: Quantity): Quantity {
    return new Quantity(this.nanos - other.nanos, this.isZero ? other.format : this.format);
  }

  /** So many of it. */
  public times(count: number | bigint): Quantity {
    return new Quantity(this.nanos * BigInt(count), this.format);
  }

  /** One of so many parts of it, to a billionth. */
  public over(parts: bigint): Quantity {
    return new Quantity(this.nanos / parts, this.format);
  }

  /** How often `other` goes into it, whole; 0 into nothing. @throws if `other` is 0 */
  public dividedBy(other: Quantity): bigint {
    return this.nanos <= 0n ? 0n : this.nanos / other.nanos;
  }

  /** The larger of the two. */
  public max(other: Quantity): Quantity {
    return this.nanos < other.nanos ? other : this;
  }

  /**
   * Rounded up to thousandths, as the API server does with every list of resources before anything counts them.
   * @see https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/v1/defaults.go (`SetDefaults_ResourceList`)
   */
  public get inThousandths(): Quantity {
    return this.roundedUp(1_000_000n);
  }

  /** Rounded up to whole units, as storage is counted. */
  public get inUnits(): Quantity {
    return this.roundedUp(NANOS);
  }

  private roundedUp(to: bigint): Quantity {
    const rest = this.nanos % to;
    return rest === 0n ? this : new Quantity(this.nanos - rest + (rest > 0n ? to : -to), this.format);
  }

  /** The canonical form, which the API server gives back: `1500m`, `1536Mi`, `1e3`. */
  public toString(): string {
    const magnitude = this.isNegative ? -this.nanos : this.nanos;
    const sign = this.isNegative ? '-' : '';
    if (this.format === Format.BINARY && magnitude % NANOS === 0n && magnitude >= 1024n * NANOS) {
      return sign + binaryText(magnitude / NANOS);
    }
    return sign + decimalText(magnitude, this.format === Format.EXPONENT);
  }
}

function parseKnown(text: string): Quantity | undefined {
  let quantity = known.get(text);
  if (quantity === undefined && !known.has(text)) {
    if (known.size >= KNOWN_LIMIT) {
      known.clear();
    }
    quantity = parse(text.trim());
    known.set(text, quantity);
  }
  return quantity;
}

function parse(text: string): Quantity | undefined {
  const match = FORM.exec(text);
  if (text === '' || !match) {
    return undefined;
  }
  const [, sign, whole, fraction = '', suffix] = match;
  const digits = BigInt(`0${whole}${fraction}`);
  let nanos: bigint;
  let format = Format.DECIMAL;
  const binary = BINARY_EXPONENT.get(suffix);
  if (binary !== undefined) {
    format = Format.BINARY;
    nanos = shifted(digits * 2n ** BigInt(binary), 9 - fraction.length);
    if (nanos > BINARY_CAP) {
      nanos = BINARY_CAP;
    } else if (nanos < NANOS) {
      format = Format.DECIMAL;
    }
  } else {
    let exponent = DECIMAL_EXPONENT.get(suffix);
    if (exponent === undefined) {
      if (!/^[eE][-+]?\d+$/.test(suffix)) {
        return undefined;
      }
      exponent = Number(suffix.slice(1));
      if (whole === '' && fraction === '' && exponent < -9) {
        return undefined;
      }
      format = Format.EXPONENT;
    }
    nanos = shifted(digits, Math.min(exponent, LARGEST_EXPONENT) + 9 - fraction.length);
  }
  return Quantity._make(sign === '-' ? -nanos : nanos, format);
}

/** `digits` × 10^`places`, rounded up. */
function shifted(digits: bigint, places: number): bigint {
  if (places >= 0) {
    return digits * 10n ** BigInt(places);
  }
  if (digits === 0n) {
    return 0n;
  }
  // a divisor with more digits than the number leaves the smallest amount there is
  if (-places > digits.toString().length) {
    return 1n;
  }
  const divisor = 10n ** BigInt(-places);
  return (digits + divisor - 1n) / divisor;
}

function binaryText(units: bigint): string {
  let amount = units;
  let suffix = '';
  for (const [next] of BINARY_SUFFIXES) {
    if (amount % 1024n !== 0n) {
      break;
    }
    amount /= 1024n;
    suffix = next;
  }
  return `${amount}${suffix}`;
}

function decimalText(nanos: bigint, exponential: boolean): string {
  if (nanos === 0n) {
    return '0';
  }
  let amount = nanos;
  let exponent = -9;
  while (amount % 1000n === 0n && (exponential || exponent < 18)) {
    amount /= 1000n;
    exponent += 3;
  }
  if (exponential) {
    return exponent === 0 ? `${amount}` : `${amount}e${exponent}`;
  }
  return `${amount}${DECIMAL_SUFFIXES[exponent / 3 + 3][0]}`;
}
