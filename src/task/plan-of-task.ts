import { Construct } from 'constructs';
import { checkTask } from './check-task';
import { gatherTaskFiles } from './gather-task-files';
import { TaskPlan, TaskTerms } from './task-plan';
import { TaskProps } from './task-props';
import { Problems } from '../border/problems';
import { declarePlacement, namespaceAt, scopeOf } from '../platform/scope';
import { workloadArtifact } from '../pod/artifact/artifact-plan';
import { NOT_TO_EVICT, SAFE_TO_EVICT } from '../pod/placement/eviction';
import { Placement } from '../pod/placement/placement';
import { SELECTOR_LABEL, workloadAnnotations, workloadLabels } from '../pod/workload-labels';

/** The plan of the task that `construct` stands for. What is wrong with the props is recorded, and thrown by the construct, with what it finds itself. */
export function planOfTask(problems: Problems, construct: Construct, props: TaskProps, terms: TaskTerms): TaskPlan {
  const scope = scopeOf(construct);
  const name = props.name ?? construct.node.id;
  const annotations = { ...scope.annotations, ...props.release && workloadAnnotations(props.release), ...terms.annotations };
  const placement = (props.placement ?? ANYWHERE)._in(scope.cluster);
  declarePlacement(construct, placement, scope);
  const artifact = workloadArtifact(problems, name, props, terms.runsOn ?? false);
  const plan: TaskPlan = {
    name,
    namespace: namespaceAt(construct),
    scope,
    props,
    terms,
    account: props.serviceAccount?.name ?? name,
    placement,
    resources: props.resources ?? terms.resources,
    selector: { [SELECTOR_LABEL]: name },
    labels: workloadLabels({ name, component: terms.component, release: props.release, scopeLabels: scope.labels, labels: { ...terms.labels, ...props.labels } }),
    annotations,
    podAnnotations: { ...annotations, ...terms.mayBeMoved ? SAFE_TO_EVICT : NOT_TO_EVICT },
    files: gatherTaskFiles(problems, name, props, terms, artifact),
    artifact,
  };
  checkTask(problems, plan);
  return plan;
}

/** What holds where the props say nothing. */
const ANYWHERE = Placement.of({});
