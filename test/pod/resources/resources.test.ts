import { Size } from 'cdk8s';
import { Cpu } from '../../../src/border/cpu';
import { Resources } from '../../../src/pod/resources/resources';

const MIB = 1024 * 1024;

test('guaranteed: limits equal requests; 50 MiB of logs are on the disk', () => {
  expect(Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) })._render(0, {})).toEqual({
    limits: { 'cpu': '2', 'ephemeral-storage': '50Mi', 'memory': '4Gi' },
    requests: { 'cpu': '2', 'ephemeral-storage': '50Mi', 'memory': '4Gi' },
  });
});

test('guaranteed: the disk as given, or what the writable paths hold', () => {
  const given = Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4), ephemeralStorage: Size.gibibytes(1) });
  expect(given._render(64 * MIB, {}).limits['ephemeral-storage']).toBe('1Gi');
  expect(Resources.guaranteed({ cpu: Cpu.units(2), memory: Size.gibibytes(4) })._render(64 * MIB, {}).requests['ephemeral-storage']).toBe('114Mi');
});

test('burstable: memory always has a limit, the processor where one is given', () => {
  const props = { cpu: Cpu.millis(250), memory: Size.mebibytes(256) };
  expect(Resources.burstable(props)._render(0, {}).limits).toEqual({ 'ephemeral-storage': '50Mi', 'memory': '256Mi' });
  expect(Resources.burstable({ ...props, cpuLimit: Cpu.millis(500), memoryLimit: Size.mebibytes(512), ephemeralStorageLimit: Size.gibibytes(1) })._render(0, {})).toEqual({
    limits: { 'cpu': '500m', 'ephemeral-storage': '1Gi', 'memory': '512Mi' },
    requests: { 'cpu': '250m', 'ephemeral-storage': '50Mi', 'memory': '256Mi' },
  });
});

test('extended resources are requested and limited alike', () => {
  const { limits, requests } = Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(1) })._render(0, { 'nvidia.com/gpu': '2' });
  expect([limits['nvidia.com/gpu'], requests['nvidia.com/gpu']]).toEqual(['2', '2']);
});

test.each([[500, undefined, 1], [2500, undefined, 2], [500, 4000, 4]])('%s m requested and %s m at most are %s threads', (cpu, limit, threads) => {
  const resources = Resources.burstable({ cpu: Cpu.millis(cpu), memory: Size.gibibytes(1), cpuLimit: limit === undefined ? undefined : Cpu.millis(limit) });
  expect(resources._threads).toBe(threads);
});

describe('from a measurement', () => {
  test('requests hold the steady load and limits the highest peak, with a quarter of headroom, and the sum is shown', () => {
    const resources = Resources.fromMeasured({
      steadyCpu: Cpu.millis(600), peakCpu: Cpu.units(1), steadyMemory: Size.mebibytes(700), startUpPeakMemory: Size.mebibytes(1100), batchPeakMemory: Size.mebibytes(900),
    });
    expect(resources._render(0, {})).toMatchObject({ limits: { cpu: '1250m', memory: '1375Mi' }, requests: { cpu: '750m', memory: '875Mi' } });
    expect(resources._derivation).toBe('measured, plus 25 %: cpu 600m (steady) -> 750m, 1 (peak) -> 1250m; memory 700Mi (steady) -> 875Mi, 1100Mi (start-up peak) -> 1375Mi');
    expect([resources.cpu.milliCores, resources.memory.toMebibytes()]).toEqual([750, 875]);
  });

  test('the largest of the peaks counts, whichever it is', () => {
    const limit = (startUp: number, batch?: number) => Resources.fromMeasured({
      steadyCpu: Cpu.units(1),
      steadyMemory: Size.mebibytes(800),
      startUpPeakMemory: Size.mebibytes(startUp),
      batchPeakMemory: batch === undefined ? undefined : Size.mebibytes(batch),
    });
    expect(limit(400)._derivation).toContain('800Mi (steady) -> 1000Mi, 800Mi (steady) -> 1000Mi');
    expect(limit(400, 1600)._derivation).toContain('1600Mi (batch peak) -> 2000Mi');
    expect(limit(2000, 1600)._derivation).toContain('2000Mi (start-up peak) -> 2500Mi');
  });

  test('the processor is limited where its peak was measured: a start needs more than the steady load', () => {
    const measured = { steadyCpu: Cpu.units(2), steadyMemory: Size.gibibytes(1), startUpPeakMemory: Size.gibibytes(1) };
    expect(Resources.fromMeasured(measured)._render(0, {}).limits).not.toHaveProperty('cpu');
    expect(Resources.fromMeasured(measured)._derivation).toContain('cpu 2 (steady) -> 2500m, no limit; ');
    expect(Resources.fromMeasured({ ...measured, peakCpu: Cpu.units(1) })._render(0, {}).limits.cpu).toBe('2500m');
  });

  test('memory is rounded up to whole MiB, and the headroom can be none', () => {
    const { requests, limits } = Resources.fromMeasured({
      steadyCpu: Cpu.millis(333), steadyMemory: Size.kibibytes(1000001), startUpPeakMemory: Size.kibibytes(1), headroomPercent: 0,
    })._render(0, {});
    expect(requests).toMatchObject({ cpu: '333m', memory: '977Mi' });
    expect(limits.memory).toBe('977Mi');
  });
});
