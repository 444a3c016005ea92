import { podAnnotations } from './objects/pod-metadata';
import { ServicePlan } from './service-plan';
import { isLabelValue, isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';
import { PREFIX } from '../manifest/manifest';
import { checkPodAnnotations } from '../pod/config/check-maps';
import { changesWithRelease, isControllerLabel, isDerivedLabel } from '../pod/workload-labels';

/** What is wrong with annotations of its pods, and with the labels by which they are selected. */
export function checkPodMetadata(problems: Problems, plan: ServicePlan): void {
  const { props } = plan;
  const identity = props.identity?._podLabels ?? {};
  checkPodAnnotations(problems, props.podAnnotations, podAnnotations(plan));
  if (props.selectorLabels && Object.keys(props.selectorLabels).length === 0) {
    problems.add('selectorLabels', 'at least one label', {}, 'copy them from spec.selector.matchLabels of the Deployment, or leave them out');
  }
  for (const [key, value] of Object.entries(props.selectorLabels ?? {})) {
    if (!isQualifiedName(key) || !isLabelValue(value)) {
      problems.add(`selectorLabels.${key}`, 'a legal label', value, 'copy it from spec.selector.matchLabels of the Deployment');
    } else if (isControllerLabel(key)) {
      problems.add(`selectorLabels.${key}`, 'a label that the Deployment itself gives', key, 'leave it out; a controller sets it on the pods that it makes');
    } else if (!isDerivedLabel(key) && key.startsWith(`${PREFIX}/`)) {
      problems.add(`selectorLabels.${key}`, 'a label of your own', key, 'leave it out; it is derived from the other properties');
    } else if (Object.hasOwn(identity, key) && identity[key] !== value) {
      problems.say(`'selectorLabels.${key}' is ${value} and 'identity' needs ${identity[key]}; leave one of them out`);
    } else if (changesWithRelease(key)) {
      problems.add(`selectorLabels.${key}`, 'a label that stays', key, 'leave it out; it changes with the release, and a selector never can');
    } else if (props.labels?.[key] !== undefined && props.labels[key] !== value) {
      problems.say(`'labels.${key}' is ${props.labels[key]} and 'selectorLabels.${key}' is ${value}; leave it out of the labels`);
    }
  }
}
