import { LoadMetric } from './load-metric';
import { loadOf, prometheusTrigger, utilizationTriggers } from './load-triggers';
import { ownMatcher } from './own-selector';
import { ScalerPlan, ScalerTerms } from './scaler-terms';
import { triggersOf, Wake } from './upstream';
import { Problems } from '../../border/problems';
import { MetricsApi } from '../../cluster/metrics-pipeline-props';
import { PIPELINE } from '../../cluster/pipeline-calls';
import { checkRoleOfWorkload } from '../../trigger/role-of-workload';
import { Trigger } from '../../trigger/trigger';
import { renderTriggers } from '../../trigger/trigger-manifests';
import { mayRest } from '../../trigger/waking';

/** The scaler of a service that something upstream of its pods wakes: KEDA, with its triggers first, and what it asks of the pods after them. */
export function upstreamPlan(problems: Problems, terms: ScalerTerms, wake: Wake): ScalerPlan {
  const { scaling, server, cluster, namespace, deployment } = terms;
  const triggers = triggersOf('scaling', wake).map(({ trigger, property }) => ({ trigger: trigger._on(cluster), property }));
  for (const { trigger, property } of triggers) {
    trigger._check(problems, property);
    if (mayRest(wake.props)) {
      checkStandsUpstream(problems, property, trigger, terms);
    }
  }
  checkRoleOfWorkload(problems, triggers, terms.account);
  if (terms.offHours) {
    problems.say("'offHours' would be undone by 'scaling', whose triggers wake the service at night too; leave offHours out: with min: 0 it rests whenever there is nothing to do, and "
      + 'Scaling.onTriggers() takes a Trigger.cron() for the replicas of the day');
  }
  if (scaling._metrics.some(({ _load, _resource }) => !_load && !_resource)) {
    problems.say("'scaling.metrics' has metrics of an adapter, which KEDA cannot ask for; give what it has as a Trigger.prometheus()");
  }
  const loads = scaling._metrics.filter(({ _load }) => _load).map((metric) => ({ metric, load: loadOf(problems, server, metric._load!.kind) }));
  const keda = cluster?.metrics?.find(({ api }) => api === MetricsApi.KEDA)?._keda;
  if (loads.length > 0 && !keda) {
    problems.say(`'scaling.metrics' has the load of the pods, for which KEDA has to be told where Prometheus is; declare it with the cluster: metrics: [${PIPELINE[MetricsApi.KEDA]}]`);
  }
  if (loads.length > 0 && namespace === undefined) {
    problems.say("'scaling.metrics' has the load of the pods, for which KEDA has to be told their namespace; put the service into an MlNamespace, or give its chart a namespace");
  }
  const { triggers: rendered, authentications } = renderTriggers(triggers.map(({ trigger }) => trigger), terms, { rests: mayRest(wake.props) });
  const owner = { namespace: namespace ?? '', deployment };
  const asked = keda ? loads.map(({ metric, load }) => prometheusTrigger(metric, load, owner, keda, mayRest(wake.props))) : [];
  return { by: 'KEDA', metrics: [], triggers: [...rendered, ...utilizationTriggers(scaling._metrics), ...asked], asksPods: loads.length > 0, authentications };
}

/** A service without pods has no metrics: what wakes it must not be one of its own. @see https://github.com/kedacore/keda/issues/6040 */
function checkStandsUpstream(problems: Problems, property: string, trigger: Trigger, { server: { load }, deployment, service, namespace }: ScalerTerms): void {
  const query = trigger._query;
  const own = query === undefined ? [] : [load.queue, load.inFlight].flatMap((metric) => metric ? namesOf(metric) : []).filter((name) => mentions(query, name));
  if (own.length > 0) {
    problems.add(`${property}.query`, 'about something upstream of the pods, where there may be none', query,
      `${own[0]} is a metric of the pods themselves, and where there is no pod nobody says that one is needed; ask for the requests at the gateway, or keep one replica (min: 1)`);
    return;
  }
  const matcher = query === undefined ? undefined : ownMatcher(query, { deployment, namespace, service });
  if (matcher !== undefined) {
    problems.add(`${property}.query`, 'about something upstream of the pods, where there may be none', query,
      `${matcher} picks the metrics of the pods themselves, and where there is no pod nobody says that one is needed; ask for the requests at the gateway, with the gateway's own job or pod `
      + 'beside the service where its metrics have that as a label, or keep one replica (min: 1)');
  }
}

function namesOf({ name, otherNames = [] }: LoadMetric): string[] {
  return [name, ...otherNames];
}

function mentions(query: string, name: string): boolean {
  return new RegExp(`(^|[^A-Za-z0-9_:])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}([^A-Za-z0-9_:]|$)`).test(query);
}
