import { TaskTerms } from './task-plan';
import { TaskProps } from './task-props';
import { Problems } from '../border/problems';
import { ArtifactPlan } from '../pod/artifact/artifact-plan';
import { ContainerFiles } from '../pod/config/container-files';

/** Gathers environment and volumes of a task; a name that is given twice is a problem. Defaults give way to whatever the user names. */
export function gatherTaskFiles(problems: Problems, name: string, props: TaskProps, terms: TaskTerms, artifact?: ArtifactPlan): ContainerFiles {
  const files = new ContainerFiles(problems);
  Object.entries(props.env ?? {}).forEach(([variable, value]) => files.addValue(variable, value, 'env'));
  files.keepForLoader(artifact?.configs ?? [], name);
  props.configs?.forEach((config, i) => files.addConfig(config, name, `configs[${i}]`));
  props.secrets?.forEach((secret, i) => files.addSecret(secret, `secrets[${i}]`));
  terms.env?.forEach(({ variable, origin }) => files.addVariable(variable, origin));

  const writablePaths = props.writablePaths ?? [{ path: '/tmp' }];
  const home = writablePaths.length > 0 && { HOME: writablePaths[0].path };
  files.addDefaults({ ...home, ...artifact?.env, ...terms.defaults, ...props.release?._env() }, 'release');
  files.checkReferences();
  writablePaths.forEach((writable, i) => files.addWritable(writable, `writablePaths[${i}]`));
  const sharedMemory = props.sharedMemory ?? terms.sharedMemory;
  if (sharedMemory) {
    files.addSharedMemory(sharedMemory, 'sharedMemory');
  }
  if (artifact) {
    files.addModel(artifact.volumes, artifact.mounts, artifact.diskBytes, 'artifact');
  }
  return files;
}
