import { checkAvailability } from './check-availability';
import { OnlineInferenceProps } from './online-inference-props';
import { ServicePlan } from './service-plan';
import { checkName, isDnsSubdomain, isEnvName, isLabelValue, isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';
import { checkDrain } from '../pod/drain';
import { ContainerFiles } from '../pod/container-files';

/** What is wrong with the props of a service, all of it. */
export function checkService(problems: Problems, plan: ServicePlan): void {
  const { props, scaling, exposure, placement, rollout, names, server } = plan;
  checkName(problems, props.name === undefined ? 'id' : 'name', plan.name);
  for (const [object, name] of Object.entries(names)) {
    if (name === plan.name) {
      continue;
    }
    if (object === 'service') {
      checkName(problems, 'names.service', name);
    } else if (!isDnsSubdomain(name)) {
      problems.add(`names.${object}`, 'a DNS subdomain', name, 'use a-z, 0-9, \'-\' and \'.\'');
    }
  }
  props.release._check(problems, 'release');
  props.server._check(problems, 'server');
  if (props.resources) {
    props.resources._check(problems, 'resources', plan.files.writableBytes);
  } else if (!server.resources) {
    problems.say(`'resources' are missing and a ${server.kind} has none of its own; give for example Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) })`);
  }
  scaling._check(problems, 'scaling');
  exposure._check(problems, 'exposure', server.protocol);
  placement._check(problems, 'placement');
  for (const pool of plan.scope.cluster ? placement.pools : []) {
    if (!plan.scope.cluster!.pools.includes(pool)) {
      problems.say(`'placement.pools' names '${pool.name}', which is no pool of cluster '${plan.scope.cluster!.name}'; take it from the cluster: cluster.pool('${pool.name}')`);
    }
  }
  rollout._check(problems, 'rollout');
  checkDrain(problems, 'drain', props.drain ?? {}, plan.drain);
  props.startup?._check(problems, 'startup', 'startup');
  props.readiness?._check(problems, 'readiness', 'readiness');
  props.liveness?._check(problems, 'liveness', 'liveness');
  checkAvailability(problems, 'availability', props.availability ?? {});
  props.offHours?._check(problems, 'offHours', scaling.min, scaling.max);
  if (props.offHours?._by === 'KEDA' && !scaling._utilizationOnly) {
    problems.say("'offHours' is by KEDA and 'scaling' has metrics of an adapter, which KEDA asks for in its own way; scale on cpu or memory, or use OffHours.byCronJobs()");
  }
  props.identity?._check(problems, 'identity');
  props.monitoring?._check(problems, 'monitoring');
  if (props.monitoring && !server.metrics) {
    problems.say("'monitoring' is given and the server has no metrics; give 'server.metricsPath' or 'server.metricsPort', or leave monitoring out");
  }
  props.configs?.forEach((config, i) => config._check(problems, `configs[${i}]`));
  props.secrets?.forEach((secret, i) => secret._check(problems, `secrets[${i}]`));
  checkMaps(problems, props);
}

/** Gathers environment and volumes; a name that is given twice is a problem. The release gives way to whatever the configuration names. */
export function gatherFiles(problems: Problems, plan: Pick<ServicePlan, 'name' | 'props' | 'server'>): ContainerFiles {
  const { name, props, server } = plan;
  const files = new ContainerFiles(problems);
  Object.entries(server.env).forEach(([variable, value]) => files.addValue(variable, value, 'server'));
  Object.entries(props.env ?? {}).forEach(([variable, value]) => files.addValue(variable, value, 'env'));
  server.configs.forEach((config) => files.addConfig(config, config._name(name), 'server'));
  props.configs?.forEach((config, i) => files.addConfig(config, config._name(name), `configs[${i}]`));
  props.secrets?.forEach((secret, i) => files.addSecret(secret, `secrets[${i}]`));
  Object.entries(props.release._env()).filter(([variable]) => !files.has(variable)).forEach(([variable, value]) => files.addValue(variable, value, 'release'));
  server.writablePaths.forEach((writable) => files.addWritable(writable, 'server.writablePaths'));
  return files;
}

function checkMaps(problems: Problems, props: OnlineInferenceProps): void {
  for (const [name, value] of Object.entries(props.env ?? {})) {
    if (!isEnvName(name)) {
      problems.add('env', 'names of environment variables (letters, digits, \'_\')', name, 'rename it');
    }
    if (typeof value !== 'string') {
      problems.add(`env.${name}`, 'a text', value, `write ${JSON.stringify(String(value))}`);
    }
  }
  for (const [key, value] of Object.entries(props.labels ?? {})) {
    if (!isQualifiedName(key) || !isLabelValue(value)) {
      problems.add(`labels.${key}`, 'a legal label', value, 'use at most 63 letters, digits, \'-\', \'_\' and \'.\'');
    }
    if (key.startsWith('app.kubernetes.io/') && key !== 'app.kubernetes.io/part-of') {
      problems.add(`labels.${key}`, 'a label of your own', key, 'leave it out; it is derived from name and release');
    }
  }
}
