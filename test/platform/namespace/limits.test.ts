import { Size, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Cpu } from '../../../src/border/cpu';
import { Problems } from '../../../src/border/problems';
import { Limits } from '../../../src/platform/namespace/limits';
import { LimitsProps } from '../../../src/platform/namespace/limits-props';
import { one, problemsOf, teamA } from '../rendered';

function rendered(props: LimitsProps) {
  const chart = Testing.chart();
  teamA(chart, { limits: Limits.of(props) });
  return one(chart, 'LimitRange');
}

const refused = (props: LimitsProps) => problemsOf(() => rendered(props));

describe('Limits', () => {
  test('minimal props', () => {
    expect(rendered({ max: { cpu: Cpu.units(4) } })).toMatchObject({
      apiVersion: 'v1',
      metadata: { name: 'limits', namespace: 'team-a' },
      spec: { limits: [{ max: { cpu: '4' }, type: 'Container' }] },
    });
    expect(rendered({ max: { cpu: Cpu.units(4) } }).spec.limits).toEqual([{ max: { cpu: '4' }, type: 'Container' }]);
  });

  test('all props', () => {
    expect(rendered({
      min: { cpu: Cpu.millis(10), memory: Size.mebibytes(16), ephemeralStorage: Size.mebibytes(1) },
      defaultRequest: { cpu: Cpu.millis(250), memory: Size.mebibytes(256), ephemeralStorage: Size.mebibytes(50) },
      defaultLimit: { cpu: Cpu.millis(500), memory: Size.mebibytes(512), ephemeralStorage: Size.mebibytes(100) },
      max: { cpu: Cpu.units(16), memory: Size.gibibytes(64), ephemeralStorage: Size.gibibytes(100) },
      maxLimitRequestRatio: { cpu: 20, memory: 2.5, ephemeralStorage: 4 },
      pvcMin: Size.gibibytes(1),
      pvcMax: Size.gibibytes(500),
    }).spec).toEqual({
      limits: [
        {
          type: 'Container',
          min: { 'cpu': '10m', 'memory': '16Mi', 'ephemeral-storage': '1Mi' },
          defaultRequest: { 'cpu': '250m', 'memory': '256Mi', 'ephemeral-storage': '50Mi' },
          default: { 'cpu': '500m', 'memory': '512Mi', 'ephemeral-storage': '100Mi' },
          max: { 'cpu': '16', 'memory': '64Gi', 'ephemeral-storage': '100Gi' },
          maxLimitRequestRatio: { 'cpu': '20', 'memory': '2500m', 'ephemeral-storage': '4' },
        },
        { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '500Gi' } },
      ],
    });
  });

  test('claims alone', () => {
    expect(rendered({ pvcMax: Size.gibibytes(500) }).spec.limits).toEqual([{ type: 'PersistentVolumeClaim', max: { storage: '500Gi' } }]);
  });

  test('equal bounds are fine', () => {
    const all = { memory: Size.gibibytes(1) };
    expect(refused({ min: all, defaultRequest: all, defaultLimit: all, max: all, maxLimitRequestRatio: { memory: 1 } })).toEqual([]);
  });

  test('a ratio is compared without rounding', () => {
    const ofLimit = (limit: Cpu) => ({ defaultRequest: { cpu: Cpu.millis(100) }, defaultLimit: { cpu: limit }, maxLimitRequestRatio: { cpu: 1.15 } });
    expect(refused(ofLimit(Cpu.millis(115)))).toEqual([]);
    expect(refused(ofLimit(Cpu.millis(116)))).toHaveLength(1);
  });

  test.each([
    ['nothing', {}, '\'limits\' must be at least one amount, got "none"; give for example defaultLimit and defaultRequest, or leave it out'],
    ['empty amounts', { max: {}, min: {} }, '\'limits\' must be at least one amount, got "none"; give for example defaultLimit and defaultRequest, or leave it out'],
    ['min above max', { min: { cpu: Cpu.units(8) }, max: { cpu: Cpu.units(4) } }, '\'limits.min.cpu\' must be at most max.cpu (4), got "8"; lower it or raise max.cpu'],
    ['min above the default request', { min: { memory: Size.gibibytes(2) }, defaultRequest: { memory: Size.gibibytes(1) } }, '\'limits.min.memory\' must be at most defaultRequest.memory (1Gi), got "2Gi"; lower it or raise defaultRequest.memory'],
    ['a default request above the default limit', { defaultRequest: { cpu: Cpu.millis(600) }, defaultLimit: { cpu: Cpu.millis(500) } }, '\'limits.defaultRequest.cpu\' must be at most defaultLimit.cpu (500m), got "600m"; lower it or raise defaultLimit.cpu'],
    ['a default limit above max', { defaultLimit: { ephemeralStorage: Size.gibibytes(2) }, max: { ephemeralStorage: Size.gibibytes(1) } }, '\'limits.defaultLimit.ephemeralStorage\' must be at most max.ephemeralStorage (1Gi), got "2Gi"; lower it or raise max.ephemeralStorage'],
    ['a ratio below 1', { maxLimitRequestRatio: { memory: 0.5 } }, '\'limits.maxLimitRequestRatio.memory\' must be a number from 1 to 1000000 in steps of 0.001, got 0.5; give for example 2'],
    ['a ratio that is no number', { maxLimitRequestRatio: { cpu: NaN } }, '\'limits.maxLimitRequestRatio.cpu\' must be a number from 1 to 1000000 in steps of 0.001, got NaN; give for example 2'],
    ['an infinite ratio', { maxLimitRequestRatio: { cpu: Infinity } }, '\'limits.maxLimitRequestRatio.cpu\' must be a number from 1 to 1000000 in steps of 0.001, got Infinity; give for example 2'],
    ['a ratio of too many digits', { maxLimitRequestRatio: { cpu: 1.2345 } }, '\'limits.maxLimitRequestRatio.cpu\' must be a number from 1 to 1000000 in steps of 0.001, got 1.2345; give for example 2'],
    ['a ratio that no container reaches', { min: { cpu: Cpu.units(2) }, max: { cpu: Cpu.units(4) }, maxLimitRequestRatio: { cpu: 3 } }, '\'limits.maxLimitRequestRatio.cpu\' must be at most max ÷ min (2), got 3; no container could reach it; lower it, lower min or raise max'],
    ['a ratio below that of the defaults', { defaultRequest: { cpu: Cpu.millis(100) }, defaultLimit: { cpu: Cpu.millis(500) }, maxLimitRequestRatio: { cpu: 4 } }, '\'limits.maxLimitRequestRatio.cpu\' must be at least the default limit ÷ the default request (500m ÷ 100m), got 4; every container that states nothing would be refused; raise it, raise defaultRequest or lower defaultLimit'],
    ['a ratio below that of max and the default request, where max is the default', { defaultRequest: { memory: Size.gibibytes(1) }, max: { memory: Size.gibibytes(8) }, maxLimitRequestRatio: { memory: 2 } }, '\'limits.maxLimitRequestRatio.memory\' must be at least the default limit ÷ the default request (8Gi ÷ 1Gi), got 2; every container that states nothing would be refused; raise it, raise defaultRequest or lower defaultLimit'],
    ['no CPU', { min: { cpu: Cpu.units(0) } }, '\'limits.min.cpu\' must be a positive number of cores, in steps of 1m, got 0; give for example Cpu.millis(250) or Cpu.units(2)'],
    ['infinite memory', { max: { memory: Size.gibibytes(Infinity) } }, '\'limits.max.memory\' must be a positive, finite size, got "Infinity"; give for example Size.mebibytes(512) or Size.gibibytes(2)'],
    ['NaN disk', { defaultLimit: { ephemeralStorage: Size.gibibytes(NaN) } }, '\'limits.defaultLimit.ephemeralStorage\' must be a positive, finite size, got "NaN"; give for example Size.mebibytes(512) or Size.gibibytes(2)'],
    ['an empty claim', { pvcMin: Size.gibibytes(0) }, '\'limits.pvcMin\' must be a positive, finite size, got "0"; give for example Size.mebibytes(512) or Size.gibibytes(2)'],
    ['claims of min above max', { pvcMin: Size.gibibytes(2), pvcMax: Size.gibibytes(1) }, '\'limits.pvcMin\' must be at most pvcMax (1Gi), got "2Gi"; lower it or raise pvcMax'],
  ] as [string, LimitsProps, string][])('refuses %s', (_, props, message) => {
    expect(refused(props)).toEqual([`[test/team-a] ${message}`]);
  });

  test('takes exactly what the API server takes, and defaults that its ratio allows', () => {
    const amount = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined });
    const bounds = fc.record({ min: amount, defaultRequest: amount, defaultLimit: amount, max: amount, ratio: amount });
    fc.assert(fc.property(bounds, ({ min, defaultRequest, defaultLimit, max, ratio }) => {
      const cpu = (units: number | undefined) => units === undefined ? undefined : { cpu: Cpu.units(units) };
      const limits = Limits.of({
        min: cpu(min), defaultRequest: cpu(defaultRequest), defaultLimit: cpu(defaultLimit), max: cpu(max), maxLimitRequestRatio: { cpu: ratio },
      });
      const problems = new Problems('');
      limits._check(problems, 'limits');

      // ValidateLimitRange, after SetDefaults_LimitRangeItem; Infinity and 0 stand for what is not there
      const limit = defaultLimit ?? max;
      const request = defaultRequest ?? limit ?? min;
      const ordered = (a?: number, b?: number) => (a ?? 0) <= (b ?? Infinity);
      const legal = ordered(min, max) && ordered(min, request) && ordered(request, max)
        && ordered(request, limit) && ordered(min, limit) && ordered(limit, max)
        && (ratio === undefined || min === undefined || max === undefined || ratio <= max / min);
      const usable = ratio === undefined || limit === undefined || request === undefined || limit / request <= ratio;
      const empty = [min, defaultRequest, defaultLimit, max, ratio].every((bound) => bound === undefined);
      expect(problems.any).toBe(!(legal && usable) || empty);
    }), { numRuns: 2000 });
  });
});
