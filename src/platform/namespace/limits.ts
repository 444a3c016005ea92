import { Size } from 'cdk8s';
import { LimitAmounts, LimitRatios, LimitsProps } from './limits-props';
import { bytesOf, checkCpu, checkSize, sizeText } from '../../border/amounts';
import { checkCall } from '../../border/check-kinds';
import { Cpu } from '../../border/cpu';
import { Problems } from '../../border/problems';

/** From the smallest to the largest: none may be above one that stands behind it. */
const BOUNDS = ['min', 'defaultRequest', 'defaultLimit', 'max'] as const;
type Bound = typeof BOUNDS[number];

const RESOURCES = { cpu: 'cpu', memory: 'memory', ephemeralStorage: 'ephemeral-storage' } as const;
type Resource = keyof typeof RESOURCES;
const ALL = Object.keys(RESOURCES) as Resource[];

/**
 * What a single container or claim of a namespace may ask for, and what a container gets that asks for nothing: a LimitRange.
 *
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 * @example
 * Limits.of({
 *   min: { cpu: Cpu.millis(10), memory: Size.mebibytes(16) },
 *   defaultRequest: { cpu: Cpu.millis(250), memory: Size.mebibytes(256) },
 *   defaultLimit: { cpu: Cpu.millis(500), memory: Size.mebibytes(512) },
 *   max: { cpu: Cpu.units(16), memory: Size.gibibytes(64) },
 * })
 */
export class Limits {
  /** A limit range of these amounts. */
  public static of(props: LimitsProps): Limits {
    checkCall('Limits.of', [props]);
    return new Limits(props);
  }

  private constructor(private readonly props: LimitsProps) {}

  /** Records what is wrong with it: each amount, and what the API server checks between them. @internal */
  public _check(problems: Problems, property: string): void {
    const { pvcMin, pvcMax } = this.props;
    for (const bound of BOUNDS) {
      const { cpu, memory, ephemeralStorage } = this.props[bound] ?? {};
      checkCpu(problems, `${property}.${bound}.cpu`, cpu);
      checkSize(problems, `${property}.${bound}.memory`, memory);
      checkSize(problems, `${property}.${bound}.ephemeralStorage`, ephemeralStorage);
    }
    for (const resource of ALL) {
      this.checkOrder(problems, property, resource);
      this.checkRatio(problems, property, resource);
    }
    checkSize(problems, `${property}.pvcMin`, pvcMin);
    checkSize(problems, `${property}.pvcMax`, pvcMax);
    if (pvcMin && pvcMax && bytesOf(pvcMin) > bytesOf(pvcMax)) {
      problems.add(`${property}.pvcMin`, `at most pvcMax (${sizeText(bytesOf(pvcMax))})`, sizeText(bytesOf(pvcMin)), 'lower it or raise pvcMax');
    }
    if (this.items().length === 0) {
      problems.add(property, 'at least one amount', 'none', 'give for example defaultLimit and defaultRequest, or leave it out');
    }
  }

  /** The `spec` of its LimitRange. @internal */
  public _render(): object {
    return { limits: this.items() };
  }

  private items(): object[] {
    const { defaultLimit, defaultRequest, min, max, maxLimitRequestRatio, pvcMin, pvcMax } = this.props;
    const container = dropEmpty({
      default: list(defaultLimit),
      defaultRequest: list(defaultRequest),
      max: list(max),
      maxLimitRequestRatio: list(maxLimitRequestRatio),
      min: list(min),
    });
    const claim = dropEmpty({
      max: pvcMax && { storage: sizeText(bytesOf(pvcMax)) },
      min: pvcMin && { storage: sizeText(bytesOf(pvcMin)) },
    });
    return [{ ...container, type: 'Container' }, { ...claim, type: 'PersistentVolumeClaim' }].filter((item) => Object.keys(item).length > 1);
  }

  private amount(bound: Bound, resource: Resource): number | undefined {
    const amounts = this.props[bound];
    if (resource === 'cpu') {
      return amounts?.cpu?.milliCores;
    }
    const size = amounts?.[resource];
    return size && bytesOf(size);
  }

  private checkOrder(problems: Problems, property: string, resource: Resource): void {
    const given = BOUNDS.filter((bound) => this.amount(bound, resource) !== undefined);
    given.slice(1).forEach((upper, i) => {
      const [below, above] = [this.amount(given[i], resource)!, this.amount(upper, resource)!];
      if (below > above) {
        problems.add(`${property}.${given[i]}.${resource}`, `at most ${upper}.${resource} (${text(resource, above)})`, text(resource, below), `lower it or raise ${upper}.${resource}`);
      }
    });
  }

  private checkRatio(problems: Problems, property: string, resource: Resource): void {
    const ratio = this.props.maxLimitRequestRatio?.[resource];
    if (ratio === undefined) {
      return;
    }
    const at = `${property}.maxLimitRequestRatio.${resource}`;
    if (!(ratio >= 1 && ratio <= 1e6 && Number(ratio.toFixed(3)) === ratio)) {
      problems.add(at, 'a number from 1 to 1000000 in steps of 0.001', ratio, 'give for example 2');
      return;
    }
    const of = (bound: Bound) => this.amount(bound, resource);
    const thousandths = Math.round(ratio * 1000);
    const max = of('max');
    const min = of('min');
    if (max !== undefined && min !== undefined && min * thousandths > max * 1000) {
      problems.add(at, `at most max ÷ min (${max / min})`, ratio, 'no container could reach it; lower it, lower min or raise max');
    }
    // what the API server sets where nothing is given
    const limit = of('defaultLimit') ?? max;
    const request = of('defaultRequest') ?? limit;
    if (limit !== undefined && request !== undefined && limit * 1000 > request * thousandths) {
      const spoken = `${text(resource, limit)} ÷ ${text(resource, request)}`;
      problems.add(at, `at least the default limit ÷ the default request (${spoken})`, ratio, 'every container that states nothing would be refused; raise it, raise defaultRequest or lower defaultLimit');
    }
  }
}

function text(resource: Resource, amount: number): string {
  return resource === 'cpu' ? `${Cpu.millis(amount)}` : sizeText(amount);
}

/** The amounts as Kubernetes spells them. */
function list(amounts: LimitAmounts | LimitRatios | undefined): { [resource: string]: string } {
  const result: { [resource: string]: string } = {};
  for (const resource of ALL) {
    const amount = amounts?.[resource];
    if (amount !== undefined) {
      result[RESOURCES[resource]] = spell(amount);
    }
  }
  return result;
}

function spell(amount: Cpu | Size | number): string {
  if (typeof amount === 'number') {
    return Number.isInteger(amount) ? `${amount}` : `${Math.round(amount * 1000)}m`;
  }
  return amount instanceof Cpu ? `${amount}` : sizeText(bytesOf(amount));
}

function dropEmpty(item: { [key: string]: object | undefined }): { [key: string]: object | undefined } {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value && Object.keys(value).length > 0));
}
