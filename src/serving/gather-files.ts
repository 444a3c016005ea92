import { OnlineInferenceProps } from './online-inference-props';
import { ServerFacts } from './server-facts';
import { Problems } from '../border/problems';
import { ArtifactPlan } from '../pod/artifact/artifact-plan';
import { ContainerFiles } from '../pod/config/container-files';

/** Thread pools of the computing libraries, which otherwise start a thread for each core of the node and wait for each other. */
const THREAD_VARIABLES = ['MKL_NUM_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS'];

/** Gathers environment and volumes; a name that is given twice is a problem. What is derived gives way to whatever the user names. */
export function gatherFiles(problems: Problems, name: string, props: OnlineInferenceProps, server: ServerFacts, artifact?: ArtifactPlan): ContainerFiles {
  const files = new ContainerFiles(problems);
  Object.entries(props.env ?? {}).forEach(([variable, value]) => files.addValue(variable, value, 'env'));
  files.keepForLoader(artifact?.configs ?? [], name);
  server.configs.forEach((config) => files.addConfig(config, name, 'server'));
  props.configs?.forEach((config, i) => files.addConfig(config, name, `configs[${i}]`));
  props.secrets?.forEach((secret, i) => files.addSecret(secret, `secrets[${i}]`));

  files.addDefaults({ ...home(server), ...artifact?.env, ...server.env, ...props.release._env(), ...threads(props, server) }, 'release');
  files.checkReferences();
  server.writablePaths.forEach((writable) => files.addWritable(writable, 'server.writablePaths'));
  if (server.sharedMemory) {
    files.addSharedMemory(server.sharedMemory, 'server.sharedMemory');
  }
  if (artifact) {
    files.addModel(artifact.volumes, artifact.mounts, artifact.diskBytes, 'artifact');
  }
  return files;
}

/**
 * A home folder that can be written to: for a user id that the image's `/etc/passwd` does not know, container runtimes set `HOME=/`, and the caches
 * that programs keep in it would fail on the read-only root.
 */
function home({ writablePaths: [first] }: ServerFacts): { [variable: string]: string } {
  return first ? { HOME: first.path } : {};
}

function threads(props: OnlineInferenceProps, server: ServerFacts): { [variable: string]: string } {
  const resources = props.resources ?? server.resources;
  return server.threadsFromCpu && resources ? Object.fromEntries(THREAD_VARIABLES.map((variable) => [variable, `${resources._threads}`])) : {};
}
