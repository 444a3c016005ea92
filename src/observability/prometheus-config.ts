import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { PrometheusScrape } from './prometheus-scrape';
import { checkKinds } from '../border/check-kinds';
import { checkName, isDnsLabel } from '../border/names';
import { Problems } from '../border/problems';
import { ManifestObject } from '../manifest/manifest-object';
import { freeIdInChart } from '../platform/free-id';
import { metadataAt } from '../platform/scope';

/** Properties of `PrometheusConfig`. */
export interface PrometheusConfigProps {
  /**
   * Name of the ConfigMap.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Namespaces in which pods are looked for; Prometheus' account has to be allowed to list pods there.
   * @default - all of them
   */
  readonly namespaces?: string[];
}

/**
 * A ConfigMap with the `prometheus.yml` of a Prometheus that nobody operates by the Prometheus Operator: it scrapes the pods that
 * `Monitoring.annotations()` has annotated.
 *
 * It stands in the namespace of its scope; put it where Prometheus runs.
 *
 * @example new PrometheusConfig(monitoringNamespace, 'prometheus-config', { namespaces: ['ml-team-a'] });
 */
export class PrometheusConfig extends Construct {
  /** The name of the ConfigMap; its one key is `prometheus.yml`. */
  public readonly name: string;
  /** The ConfigMap. */
  public readonly configMap: ApiObject;

  /** @throws with every violation at once if a property is wrong */
  constructor(scope: Construct, id: string, props: PrometheusConfigProps = {}) {
    super(scope, freeIdInChart(scope, id));
    checkKinds(this.node.path, 'PrometheusConfigProps', props, new.target !== PrometheusConfig);
    this.name = props.name ?? id;
    const problems = new Problems(this.node.path);
    checkName(problems, props.name === undefined ? 'id' : 'name', this.name);
    props.namespaces?.forEach((namespace, i) => {
      if (!isDnsLabel(namespace)) {
        problems.add(`namespaces[${i}]`, 'the name of a namespace', namespace, 'copy it from \'kubectl get namespaces\'');
      }
    });
    problems.throw();
    this.configMap = new ManifestObject(this, 'Resource', {
      apiVersion: 'v1',
      data: { 'prometheus.yml': PrometheusScrape.annotatedPods(props.namespaces) },
      kind: 'ConfigMap',
      metadata: metadataAt(this, { name: this.name }),
    });
  }
}
