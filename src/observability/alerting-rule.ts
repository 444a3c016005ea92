import { AlertOptions, AlertSeverity } from './alert-options';
import { literal, promTime } from './prom-ql';
import { checkSeconds, secondsOf } from '../border/amounts';
import { Problems } from '../border/problems';
import { Manifest } from '../manifest/manifest';

/** The runbooks of this repository, one for each alert. */
export const RUNBOOKS = 'https://github.com/cdk8s-ml/cdk8s-ml/blob/main/docs/runbooks';

/** The time for which a condition holds where nobody says: two scrapes at the default interval of `Monitoring`. */
const PENDING = 60;

/** Labels that an alert has by other means. */
const TAKEN: { readonly [name: string]: string } = { alertname: 'leave it out: it is the name of the alert', severity: "give 'severity' instead" };

/** What an alert is about, whoever is told. */
export interface AlertFacts {
  /** Its name, which people know it by: `QueueMessageTooOld`. */
  readonly alert: string;
  /** PromQL that has a value while something is wrong. */
  readonly expr: string;
  /** One line; a template. */
  readonly summary: string;
  /** What is known, with the numbers; a template. */
  readonly description: string;
  /** The file of its runbook, without `.md`. */
  readonly runbook: string;
}

/** Whose alerts they are. */
export interface AlertOwner {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: { readonly [key: string]: string };
}

/**
 * An alert as a group of a PrometheusRule spells it. The expression tells of a queue or a server, so whose it is stands in labels: by `namespace` the Alertmanager
 * of the Prometheus Operator finds the team's configuration.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Rule
 */
export function alertingRule({ alert, expr, summary, description, runbook }: AlertFacts, options: AlertOptions, owner: AlertOwner): object {
  const { severity = AlertSeverity.WARNING, pendingPeriod, labels = {}, runbookUrl = `${RUNBOOKS}/${runbook}.md` } = options;
  const own = { ...(owner.namespace ? { namespace: owner.namespace } : {}), ...(owner.labels.owner ? { owner: owner.labels.owner } : {}), workload: owner.name };
  return {
    alert,
    annotations: { description, runbook_url: literal(runbookUrl), summary },
    expr,
    for: promTime(pendingPeriod ? secondsOf(pendingPeriod) : PENDING),
    labels: { ...own, severity, ...Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, literal(value)])) },
  };
}

/**
 * The PrometheusRule of a workload, with all its alerts in one group.
 *
 * @param selected labels by which the cluster's Prometheus selects rules
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export function prometheusRule({ name, namespace, labels }: AlertOwner, rules: readonly object[], selected: { readonly [key: string]: string } = {}): Manifest {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { labels: { ...labels, ...selected }, name, namespace },
    spec: { groups: [{ name, rules }] },
  };
}

/** Records what is wrong with what is said of an alert. */
export function checkAlertOptions(problems: Problems, property: string, { pendingPeriod, labels = {}, runbookUrl }: AlertOptions): void {
  checkSeconds(problems, `${property}.pendingPeriod`, pendingPeriod, 1);
  for (const [name, value] of Object.entries(labels)) {
    if (TAKEN[name]) {
      problems.add(`${property}.labels.${name}`, 'a label of your own', value, TAKEN[name]);
    } else if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) || name.startsWith('__')) {
      problems.add(`${property}.labels.${name}`, 'a label of Prometheus (letters, digits and _, no digit first, not __ first)', value, 'rename it');
    } else if (value === '') {
      problems.add(`${property}.labels.${name}`, 'a text that is not empty, which is no label for Prometheus', value, 'leave it out');
    }
  }
  if (runbookUrl !== undefined && !/^https?:\/\/[^\s/]+(\/\S*)?$/.test(runbookUrl)) {
    problems.add(`${property}.runbookUrl`, 'the address of a page', runbookUrl, 'write for example "https://wiki.example.com/runbooks/queue"');
  }
}
