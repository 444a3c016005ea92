import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from './cpu';
import { Problems } from './problems';

/** The largest number that most fields of the Kubernetes API hold. */
export const INT32 = 2 ** 31 - 1;

/** Records a problem unless `value` is a whole number from `min` to `max`. */
export function checkWhole(problems: Problems, property: string, value: number | undefined, min: number, max = INT32, remedy?: string): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= min && value <= max)) {
    return;
  }
  const range = max === INT32 && !(Number.isFinite(value) && value > max) ? `of at least ${min}` : `from ${min} to ${max}`;
  problems.add(property, `a whole number ${range}`, value, remedy ?? 'give a whole number in that range');
}

/** Records a problem unless `value` is a port number. */
export function checkPort(problems: Problems, property: string, value: number | undefined): void {
  checkWhole(problems, property, value, 1, 65535, 'give the port that the server listens on');
}

/** Records a problem unless `value` is a positive, whole number of milli-cores. */
export function checkCpu(problems: Problems, property: string, value: Cpu | undefined): void {
  if (value !== undefined && !(Number.isSafeInteger(value.milliCores) && value.milliCores > 0)) {
    problems.add(property, 'a positive number of cores, in steps of 1m', value, 'give for example Cpu.millis(250) or Cpu.units(2)');
  }
}

/** Bytes of a `Size`, exact; `NaN` if the size is no finite number. */
export function bytesOf(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * 1024;
}

/** Records a problem unless `value` is a positive, finite number of whole bytes. */
export function checkSize(problems: Problems, property: string, value: Size | undefined): void {
  if (value === undefined) {
    return;
  }
  const bytes = bytesOf(value);
  if (bytes > 0 && bytes < Number.MAX_SAFE_INTEGER && !Number.isInteger(bytes)) {
    problems.add(property, 'a whole number of bytes', amountOf(value, bytes), `write ${wholeSize(bytes)}`);
  } else if (!(Number.isSafeInteger(bytes) && bytes > 0)) {
    problems.add(property, 'a positive, finite size', sizeText(bytes), 'give for example Size.mebibytes(512) or Size.gibibytes(2)');
  }
}

/** A size as it was given, `0.3 GiB`. */
function amountOf(size: Size, bytes: number): string {
  const [, amount, unit] = /^([\d.e+-]+)([KMGTP]i)$/.exec(size.asString?.() ?? '') ?? [];
  return unit ? `${amount} ${unit}B` : `${bytes} B`;
}

/** The nearest size that `Size` can make of whole bytes, in mebibytes where it has any. */
function wholeSize(bytes: number): string {
  const mebibytes = Math.round(bytes / 1024 ** 2);
  return mebibytes > 0 ? `Size.mebibytes(${mebibytes})` : `Size.kibibytes(${Math.max(1, Math.round(bytes / 1024))})`;
}

/** Seconds of a `Duration`, as they are (fractions and NaN included; the checks judge them). */
export function secondsOf(duration: Duration): number {
  return duration.toMilliseconds({ integral: false }) / 1000;
}

/** Records a problem unless `value` is a whole number of seconds from `min` to `max`. */
export function checkSeconds(problems: Problems, property: string, value: Duration | undefined, min: number, max = INT32): void {
  if (value === undefined) {
    return;
  }
  const seconds = secondsOf(value);
  if (!(Number.isSafeInteger(seconds) && seconds >= min && seconds <= max)) {
    const range = max === INT32 && !(Number.isFinite(seconds) && seconds > max) ? `of at least ${min} s` : `from ${min} s to ${max} s`;
    problems.add(property, `a whole number of seconds ${range}`, Number.isFinite(seconds) ? `${seconds} s` : `${seconds}`, 'give for example Duration.seconds(30)');
  }
}

/** The Kubernetes quantity of a number of bytes, in the largest binary unit that keeps it whole: `512Mi`, `1536Mi`, `2Gi`. */
export function sizeText(bytes: number): string {
  const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let amount = bytes;
  let unit = '';
  for (const next of units) {
    if (!(amount % 1024 === 0 && amount >= 1024)) {
      break;
    }
    amount /= 1024;
    unit = next;
  }
  return `${amount}${unit}`;
}
