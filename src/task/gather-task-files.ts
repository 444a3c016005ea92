import { TaskTerms } from './task-plan';
import { TaskProps } from './task-props';
import { Problems } from '../border/problems';
import { ContainerFiles } from '../pod/container-files';

/** Gathers environment and volumes of a task; a name that is given twice is a problem. Defaults give way to whatever the user names. */
export function gatherTaskFiles(problems: Problems, name: string, props: TaskProps, terms: TaskTerms): ContainerFiles {
  const files = new ContainerFiles(problems);
  const maps = new Map<string, string>();
  Object.entries(props.env ?? {}).forEach(([variable, value]) => files.addValue(variable, value, 'env'));
  props.configs?.forEach((config, i) => {
    const mapName = config._name(name);
    const other = config._existing ? undefined : maps.get(mapName);
    if (other) {
      problems.say(`ConfigMap '${mapName}' is made by '${other}' and by 'configs[${i}]'; give one of them another name`);
    }
    maps.set(mapName, `configs[${i}]`);
    files.addConfig(config, mapName, `configs[${i}]`);
  });
  props.secrets?.forEach((secret, i) => files.addSecret(secret, `secrets[${i}]`));
  terms.env?.forEach(({ variable, origin }) => files.addVariable(variable, origin));

  const writablePaths = props.writablePaths ?? [{ path: '/tmp' }];
  const defaults: { [variable: string]: string } = { ...writablePaths.length > 0 && { HOME: writablePaths[0].path }, ...terms.defaults, ...props.release?._env() };
  for (const variable in defaults) {
    if (!files.has(variable)) {
      files.addValue(variable, defaults[variable], 'release');
    }
  }
  files.checkReferences();
  writablePaths.forEach((writable, i) => files.addWritable(writable, `writablePaths[${i}]`));
  const sharedMemory = props.sharedMemory ?? terms.sharedMemory;
  if (sharedMemory) {
    files.addSharedMemory(sharedMemory, 'sharedMemory');
  }
  return files;
}
