import { Size } from 'cdk8s';
import { MeasuredResources } from './resources-props';
import { bytesOf, checkCpu, checkSize, sizeText } from '../../border/amounts';
import { Cpu } from '../../border/cpu';
import { Problems } from '../../border/problems';

/** Requests and limits that follow from a measurement, and the sum by which they do. */
export interface MeasuredAmounts {
  readonly cpu: Cpu;
  /** None where no peak was measured: at the limit of its steady load a server may never finish its start. */
  readonly cpuLimit?: Cpu;
  readonly memory: Size;
  readonly memoryLimit: Size;
  readonly derivation: string;
}

const HEADROOM_PERCENT = 25;
const MEBIBYTE = 1024 * 1024;

/** Requests hold the steady load, limits the highest peak that was measured, each with headroom; memory is rounded up to whole MiB, processor to 1m. */
export function measuredAmounts(measured: MeasuredResources): MeasuredAmounts {
  const percent = isHeadroom(measured.headroomPercent) ? measured.headroomPercent ?? HEADROOM_PERCENT : 0;
  const withHeadroom = (amount: number) => Math.ceil((amount * (100 + percent)) / 100);
  const memoryFor = (size: Size) => Size.mebibytes(Math.ceil(withHeadroom(bytesOf(size)) / MEBIBYTE));

  const { steadyCpu, steadyMemory, startUpPeakMemory, batchPeakMemory = steadyMemory } = measured;
  const peakCpu = measured.peakCpu && (measured.peakCpu.milliCores > steadyCpu.milliCores ? measured.peakCpu : steadyCpu);
  const peaks: [string, Size][] = [['steady', steadyMemory], ['start-up peak', startUpPeakMemory], ['batch peak', batchPeakMemory]];
  const [peak, largest] = peaks.reduce((a, b) => (bytesOf(b[1]) > bytesOf(a[1]) ? b : a));

  const cpu = Cpu.millis(withHeadroom(steadyCpu.milliCores));
  const cpuLimit = peakCpu && Cpu.millis(withHeadroom(peakCpu.milliCores));
  const memory = memoryFor(steadyMemory);
  const memoryLimit = memoryFor(largest);
  const derivation = `measured, plus ${percent} %: cpu ${steadyCpu} (steady) -> ${cpu}, ${peakCpu ? `${peakCpu} (peak) -> ${cpuLimit}` : 'no limit'}; `
    + `memory ${text(steadyMemory)} (steady) -> ${text(memory)}, ${text(largest)} (${peak}) -> ${text(memoryLimit)}`;
  return { cpu, cpuLimit, memory, memoryLimit, derivation };
}

/** Records what is wrong with a measurement. */
export function checkMeasured(problems: Problems, property: string, measured: MeasuredResources): void {
  checkCpu(problems, `${property}.steadyCpu`, measured.steadyCpu);
  checkCpu(problems, `${property}.peakCpu`, measured.peakCpu);
  if (measured.peakCpu && measured.peakCpu.milliCores < measured.steadyCpu.milliCores && measured.peakCpu.milliCores > 0) {
    problems.add(`${property}.peakCpu`, `at least steadyCpu (${measured.steadyCpu})`, measured.peakCpu, 'measure again, or swap them; a peak is never below the steady load');
  }
  checkSize(problems, `${property}.steadyMemory`, measured.steadyMemory);
  checkSize(problems, `${property}.startUpPeakMemory`, measured.startUpPeakMemory);
  checkSize(problems, `${property}.batchPeakMemory`, measured.batchPeakMemory);
  if (!isHeadroom(measured.headroomPercent)) {
    problems.add(`${property}.headroomPercent`, 'a number of percent of at least 0', measured.headroomPercent, 'give for example 25');
  }
}

function isHeadroom(percent: number | undefined): boolean {
  return percent === undefined || (Number.isFinite(percent) && percent >= 0);
}

function text(size: Size): string {
  return sizeText(bytesOf(size));
}
