import { checkResources } from './check-resources';
import { GpuNodePoolProps, NodePoolProps, NodeShare } from './node-pool-props';
import { Taint } from './taint';
import { bytesOf, checkCpu, checkSeconds, checkSize, checkWhole, sizeText } from '../border/amounts';
import { isLabelValue, isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';

/** Records what is wrong with the props of a pool. */
export function checkNodePool(problems: Problems, name: string, props: NodePoolProps | GpuNodePoolProps): void {
  if (name === '') {
    problems.add('name', 'a name', name, 'call it as the provider does');
  }
  checkCpu(problems, 'cpu', props.cpu);
  checkSize(problems, 'memory', props.memory);
  checkWhole(problems, 'maxNodes', props.maxNodes, 1);
  checkWhole(problems, 'minNodes', props.minNodes, 0);
  if (props.minNodes !== undefined && props.minNodes > props.maxNodes) {
    problems.add('minNodes', `at most maxNodes (${props.maxNodes})`, props.minNodes, 'lower minNodes or raise maxNodes');
  }
  checkSeconds(problems, 'provisioningTime', props.provisioningTime, 0);
  checkShare(problems, 'allocatable', props.allocatable);
  checkShare(problems, 'daemonSets', props.daemonSets);
  checkBelow(problems, 'allocatable', props.allocatable, 'what a node has', { cpu: props.cpu, memory: props.memory, ephemeralStorage: props.ephemeralStorage });
  checkBelow(problems, 'daemonSets', props.daemonSets, 'what a node leaves to pods', { cpu: props.cpu, memory: props.memory, ephemeralStorage: props.ephemeralStorage, ...props.allocatable });
  checkResources(problems, props);
  checkSize(problems, 'ephemeralStorage', props.ephemeralStorage);
  checkWhole(problems, 'podsPerNode', props.podsPerNode, 1);
  if (props.hourlyPrice !== undefined && !(Number.isFinite(props.hourlyPrice) && props.hourlyPrice >= 0)) {
    problems.add('hourlyPrice', 'an amount of money of at least 0', props.hourlyPrice, 'give what one node costs for an hour');
  }
  props.zones?.forEach((zone, i) => {
    if (zone === '' || !isLabelValue(zone)) {
      problems.add(`zones[${i}]`, 'a legal label value', zone, 'copy it from label topology.kubernetes.io/zone of the nodes');
    }
  });
  if ('accelerator' in props) {
    checkWhole(problems, 'perNode', props.perNode, 1);
  }
  checkMarks(problems, props.labels ?? {}, props.taints ?? []);
}

function checkMarks(problems: Problems, labels: { readonly [key: string]: string }, taints: readonly Taint[]): void {
  for (const [key, value] of Object.entries(labels)) {
    if (!isQualifiedName(key) || !isLabelValue(value)) {
      problems.add(`labels.${key}`, 'a legal label', value, 'copy it from \'kubectl get nodes --show-labels\'');
    }
  }
  for (const taint of taints) {
    if (!isQualifiedName(taint.key)) {
      problems.add('taints.key', 'a legal taint key', taint.key, 'copy it from \'kubectl describe node\'');
    }
    if (taint.value !== undefined && !isLabelValue(taint.value)) {
      problems.add('taints.value', 'a legal taint value', taint.value, 'copy it from \'kubectl describe node\'');
    }
  }
}

/** Records what of a share is more than the whole that it is a share of. */
function checkBelow(problems: Problems, property: string, share: NodeShare | undefined, whole: string, { cpu, memory, ephemeralStorage, pods }: NodeShare): void {
  if (share?.cpu && cpu && share.cpu.milliCores > cpu.milliCores) {
    problems.add(`${property}.cpu`, `at most ${whole} (${cpu})`, share.cpu, "copy both from 'kubectl describe node'");
  }
  for (const [name, part, all] of [['memory', share?.memory, memory], ['ephemeralStorage', share?.ephemeralStorage, ephemeralStorage]] as const) {
    if (part && all && bytesOf(part) > bytesOf(all)) {
      problems.add(`${property}.${name}`, `at most ${whole} (${sizeText(bytesOf(all))})`, sizeText(bytesOf(part)), "copy both from 'kubectl describe node'");
    }
  }
  if (share?.pods !== undefined && pods !== undefined && share.pods > pods) {
    problems.add(`${property}.pods`, `at most ${whole} (${pods})`, share.pods, "copy both from 'kubectl describe node'");
  }
}

function checkShare(problems: Problems, property: string, share: NodeShare | undefined): void {
  checkCpu(problems, `${property}.cpu`, share?.cpu);
  checkSize(problems, `${property}.memory`, share?.memory);
  checkSize(problems, `${property}.ephemeralStorage`, share?.ephemeralStorage);
  checkWhole(problems, `${property}.pods`, share?.pods, 0);
}
