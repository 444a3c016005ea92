import { clusterFrom } from './check/cluster-file';
import { baselineFrom, externalsFrom, policyFrom } from './check/options';
import { isNew } from './check/result';
import { faultText } from './input/fault';
import { readInput } from './input/read';
import { Problems } from '../border/problems';
import { Finding, Severity } from '../manifest/finding';
import { isMap } from '../reading/shape';
import { isFailure } from '../rules/custom/judge-by-own';
import { judge } from '../rules/judge';
import { RULES } from '../rules/table';

/** Properties of the plugin, as `cdk8s.yaml` has them: the options of `cdk8s-ml check`. */
export interface MlValidationProps {
  readonly cluster?: string;
  readonly baseline?: string;
  readonly severity?: { readonly [rule: string]: string };
  readonly rules?: readonly string[];
  readonly external?: readonly string[];
}

/** What cdk8s-cli hands to a plugin. @see https://github.com/cdk8s-team/cdk8s-cli/blob/2.x/src/plugins/validation.ts */
interface ValidationContext {
  readonly manifests: readonly string[];
  readonly metadata: { readonly [resource: string]: { readonly path: string } };
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly { readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: { readonly [key: string]: string }): void;
  };
}

const PROPERTIES = ['cluster', 'baseline', 'severity', 'rules', 'external'];

/**
 * The rules as a validation plugin of cdk8s-cli, for programs in any language and with any constructs:
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-ml/lib/cli/validation-plugin.js
 *     class: MlValidation
 *     version: 0.0.0
 * ```
 */
export class MlValidation {
  constructor(private readonly props: MlValidationProps = {}) {}

  /** Called by cdk8s-cli after a synth. @throws with everything that is wrong with the properties, or that cannot be read */
  public async validate({ manifests, metadata, report }: ValidationContext): Promise<void> {
    const problems = new Problems('validations: MlValidation');
    for (const name of Object.keys(this.props).filter((key) => !PROPERTIES.includes(key))) {
      problems.say(`'${name}' is no property of the plugin; it has ${PROPERTIES.join(', ')}`);
    }
    const { cluster, baseline, severity, rules = [], external = [] } = this.props;
    const severities = isMap(severity) ? Object.entries(severity).map(([rule, chosen]) => `${rule}=${chosen}`) : [];
    const policy = await policyFrom({ rules, severity: severities }, problems);
    const externals = externalsFrom(external, problems);
    const known = baselineFrom(baseline, problems);
    const facts = clusterFrom(cluster, problems);
    problems.throw();

    const { objects, faults } = await readInput(manifests, facts);
    faults.forEach((fault) => problems.say(faultText(fault)));
    problems.throw();
    const found = judge(objects, externals, policy);
    const findings = (known?.compare(found).findings ?? found).filter(isNew);
    const titles = new Map([...RULES, ...policy.rules.map(({ rule }) => rule)].map((rule) => [rule.id, rule] as const));
    for (const [rule, ofRule] of byRule(findings)) {
      const { title, ...described } = titles.get(rule)!;
      const { why, fix } = { why: title, fix: 'See what the rule says.', ...described };
      const violatingResources = ofRule.map((finding) => ({ resourceName: nameIn(metadata, finding), locations: [`${finding.severity}: ${finding.message}`], manifestPath: finding.path }));
      report.addViolation({ ruleName: `${rule} ${title}`, recommendation: why, fix, violatingResources });
    }
    const errors = findings.filter((finding) => finding.severity === Severity.ERROR);
    report.submit(errors.length > 0 ? 'failure' : 'success', { errors: `${errors.length}`, warnings: `${findings.length - errors.length}`, objects: `${objects.length}` });
  }
}

function byRule(findings: readonly Finding[]): Map<string, Finding[]> {
  const rules = new Map<string, Finding[]>();
  for (const finding of findings) {
    rules.set(finding.rule, [...rules.get(finding.rule) ?? [], finding]);
  }
  return rules;
}

/** cdk8s-cli finds the construct of a resource by its name alone; where several have one name, MlApp writes down the whole of it too. */
function nameIn(metadata: { readonly [resource: string]: unknown } | undefined, finding: Finding): string {
  const { object } = finding;
  return isFailure(finding) || metadata?.[object] ? object : object.slice(object.lastIndexOf('/') + 1);
}
