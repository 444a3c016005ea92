import { checkPair } from './check-parameters';
import { TriggerFacts } from './trigger-facts';
import { Problems } from '../border/problems';

/** What can be wrong with any trigger, and then what can be with this one. */
export function checkTrigger(problems: Problems, property: string, facts: TriggerFacts): void {
  const { share, activation, title } = facts;
  if (share) {
    checkAmount(problems, `${property}.${share.property}`, share.given, share.whole, 1);
  }
  if (activation) {
    checkAmount(problems, `${property}.activation`, activation.given, activation.whole, 0);
  }
  facts.auth?._check(problems, `${property}.auth`);
  checkAuth(problems, `${property}.auth`, facts, title);
  checkPair(problems, property, facts.auth, 'cert', 'key');
  facts.check(problems, property);
}

/** KEDA reads some thresholds as whole numbers, and fails at others. */
function checkAmount(problems: Problems, property: string, value: number | undefined, whole: boolean, least: number): void {
  const legal = value === undefined || (Number.isFinite(value) && (least === 0 ? value >= 0 : value > 0) && (!whole || Number.isSafeInteger(value)));
  if (!legal) {
    problems.add(property, `a ${whole ? 'whole ' : ''}number ${least === 0 ? 'of at least 0' : 'above 0'}`, value, `give for example ${least === 0 ? 0 : 5}`);
  }
}

/** What is given has to be something that the scaler reads, and all that it needs. */
function checkAuth(problems: Problems, property: string, { auth, parameters, needs, identities }: TriggerFacts, title: string): void {
  for (const parameter of auth?._parameters ?? []) {
    if (!parameters.includes(parameter)) {
      problems.add(`${property}.parameters`, parameters.length > 0 ? `of those that KEDA reads for ${title} (${parameters.join(', ')})` : `left out for ${title}`, parameter, 'rename it');
    }
  }
  const cloud = auth?._cloud;
  if (cloud && !identities.includes(cloud)) {
    const can = identities.map((identity) => `TriggerAuth.${identity === 'azure-workload' ? 'azure' : identity}()`);
    problems.add(property, `a way by which KEDA gets to ${title}`, cloud, `use ${[...can, 'TriggerAuth.fromSecret()'].join(' or ')}`);
  }
  const has = auth?._parameters ?? [];
  const enough = cloud !== undefined || auth?._existing !== undefined || needs.length === 0 || needs.some((set) => set.every((parameter) => has.includes(parameter)));
  if (!enough) {
    const secrets = needs.map((set) => `TriggerAuth.fromSecret('<secret>', { ${set.map((parameter) => `${parameter}: '<key>'`).join(', ')} })`);
    const clouds = identities.map((identity) => `TriggerAuth.${identity === 'azure-workload' ? 'azure' : identity}()`);
    problems.add(property, `who KEDA is to ${title}`, has.length > 0 ? `a Secret with ${has.join(', ')}` : undefined, `give ${[...clouds, ...secrets].join(' or ')}`);
  }
}
