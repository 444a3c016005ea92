import { Construct } from 'constructs';
import { checkService } from './check-service';
import { Exposure } from './exposure';
import { gatherFiles } from './gather-files';
import { OnlineInferenceNames, OnlineInferenceProps } from './online-inference-props';
import { Rollout } from './rollout';
import { scalerPlan } from './scaling/scaler-plan';
import { Scaling } from './scaling/scaling';
import { CardFacts, launched } from './server-facts';
import { budgetOf, probesOf, selectorOf, ServicePlan } from './service-plan';
import { Problems } from '../border/problems';
import { NodePool } from '../cluster/node-pool';
import { declarePlacement, namespaceAt, scopeOf } from '../platform/scope';
import { workloadArtifact } from '../pod/artifact/artifact-plan';
import { drainTerms } from '../pod/lifecycle/drain';
import { Placement } from '../pod/placement/placement';
import { derivedOf, workloadAnnotations, workloadLabels } from '../pod/workload-labels';

/**
 * The plan of the service that `construct` stands for.
 * @throws with every violation at once if a property is wrong
 */
export function planOf(construct: Construct, props: OnlineInferenceProps): ServicePlan {
  const problems = new Problems(construct);
  const scope = scopeOf(construct);
  const name = props.name ?? construct.node.id;
  const preset = props.server._facts;
  const placement = (props.placement ?? ANYWHERE)._in(scope.cluster);
  declarePlacement(construct, placement, scope);
  const exposure = props.exposure ?? INTERNAL;
  const drain = drainTerms(props.drain ?? {}, preset.longestRequest, exposure._sender, preset.endsAtOnce);
  const server = launched(preset, {
    model: props.release.model,
    gpus: placement.gpus,
    accelerator: placement.pools[0]?.accelerator?.resourceName,
    cards: placement.pools.flatMap(cardsOf),
    longestRequest: drain.longestRequest,
    artifactPath: props.artifact?.path,
    threads: (props.resources ?? preset.resources)?._threads,
  });
  const probes = probesOf(props, server);
  const names = namesOf(name, props);
  const namespace = namespaceAt(construct, scope);
  const scaling = props.scaling ?? TWO;
  const derived = workloadLabels({ name, component: 'online-inference', release: props.release, scopeLabels: scope.labels, labels: props.labels });
  const labels = props.selectorLabels ? { ...derived, ...derivedOf(props.selectorLabels) } : derived;
  const artifact = workloadArtifact(problems, name, props, true);
  const plan: ServicePlan = {
    name,
    names,
    namespace,
    scope,
    props,
    server,
    scaling,
    scaler: scalerPlan(problems, {
      scaling, server, cluster: scope.cluster, namespace, deployment: names.deployment, service: names.service, account: props, name, labels, offHours: props.offHours?._by,
    }),
    exposure,
    placement,
    rollout: props.rollout ?? Rollout._default(placement._room, (props.scaling ?? TWO).max),
    drain,
    probes,
    budget: budgetOf(server, placement, probes, artifact),
    selector: props.selectorLabels ? { ...props.selectorLabels } : selectorOf(name),
    labels,
    annotations: { ...scope.annotations, ...workloadAnnotations(props.release) },
    files: gatherFiles(problems, name, props, server, artifact),
    artifact,
  };
  checkService(problems, plan);
  problems.throw();
  return plan;
}

/** What holds where the props say nothing. */
const ANYWHERE = Placement.of({});
const INTERNAL = Exposure.clusterInternal();
const TWO = Scaling.fixed(2);

/** What a pool of accelerators offers to one pod. */
function cardsOf({ name: pool, accelerator, _devices }: NodePool): CardFacts[] {
  const { mebibytes } = _devices ?? {};
  return accelerator ? [{ pool, name: accelerator.name, resource: accelerator.resourceName, bytes: mebibytes && mebibytes * 1024 ** 2 }] : [];
}

function namesOf(name: string, { names = {}, serviceAccount }: OnlineInferenceProps): Required<OnlineInferenceNames> {
  return {
    deployment: names.deployment ?? name,
    service: names.service ?? name,
    serviceAccount: names.serviceAccount ?? serviceAccount?.name ?? name,
    autoscaler: names.autoscaler ?? name,
    disruptionBudget: names.disruptionBudget ?? name,
    networkPolicy: names.networkPolicy ?? name,
    container: names.container ?? 'server',
  };
}
