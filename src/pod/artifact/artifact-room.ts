import { Size } from 'cdk8s';
import { ArtifactPlan } from './artifact-plan';
import { bytesOf } from '../../border/amounts';
import { Cpu } from '../../border/cpu';
import { Resources } from '../resources/resources';

/**
 * What the containers of a pod request as the scheduler counts it: the program and the sidecar beside each other, or the container that fetches before them, if
 * that is more.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function roomWith(resources: Resources, artifact: ArtifactPlan | undefined): Resources {
  const { fetching, refreshing } = artifact ?? {};
  const cpu = Math.max(resources.cpu.milliCores + (refreshing?.cpu.milliCores ?? 0), fetching?.cpu.milliCores ?? 0);
  const memory = Math.max(bytesOf(resources.memory) + (refreshing ? bytesOf(refreshing.memory) : 0), fetching ? bytesOf(fetching.memory) : 0);
  const same = cpu === resources.cpu.milliCores && memory === bytesOf(resources.memory);
  return same ? resources : Resources.guaranteed({ cpu: Cpu.millis(cpu), memory: Size.kibibytes(memory / 1024), ephemeralStorage: resources._ephemeralStorage });
}
