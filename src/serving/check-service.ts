import { checkAvailability } from './check-availability';
import { checkPodMetadata } from './check-pod-metadata';
import { checkProbes } from './check-probes';
import { hasMetricsPort } from './objects/service-manifests';
import { OnlineInferenceProps } from './online-inference-props';
import { ServicePlan } from './service-plan';
import { checkName, isDnsLabel, isDnsSubdomain } from '../border/names';
import { Problems } from '../border/problems';
import { checkProgram } from '../border/program';
import { checkEnv, checkOwnLabels } from '../pod/config/check-maps';
import { checkAccountIdentity } from '../pod/identity/check-account';
import { checkDrain } from '../pod/lifecycle/drain';
import { startupAllowance } from '../pod/lifecycle/startup';
import { checkPools } from '../pod/placement/check-pools';
import { checkSharedMemory } from '../pod/resources/check-shared-memory';

/** What is wrong with the props of a service, all of it. */
export function checkService(problems: Problems, plan: ServicePlan): void {
  const { props, scaling, exposure, placement, rollout, names, server } = plan;
  checkName(problems, props.name === undefined ? 'id' : 'name', plan.name);
  for (const [object, name] of Object.entries(names)) {
    if (name === plan.name && object !== 'container') {
      continue;
    }
    if (object === 'service') {
      checkName(problems, 'names.service', name);
    } else if (object === 'container') {
      checkContainerName(problems, name);
    } else if (!isDnsSubdomain(name)) {
      const given = object === 'serviceAccount' && props.names?.serviceAccount === undefined && props.serviceAccount ? 'serviceAccount.name' : `names.${object}`;
      problems.add(given, 'a DNS subdomain', name, 'use a-z, 0-9, \'-\' and \'.\'');
    }
  }
  props.release._check(problems, 'release');
  props.server._check(problems, 'server', server);
  checkProgram(problems, 'server.command', server.command);
  if (props.resources) {
    props.resources._check(problems, 'resources', plan.files.writableBytes);
    if (plan.artifact) {
      props.resources._checkDisk(problems, 'resources', plan.files.writableBytes);
    }
  } else if (!server.resources) {
    problems.say(`'resources' are missing and ModelServer.${server.kind}() has none of its own; give for example Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) })`);
  }
  checkSharedMemory(problems, 'server.sharedMemory', server.sharedMemory, props.resources ?? server.resources);
  scaling._check(problems, 'scaling');
  exposure._check(problems, 'exposure', server.protocol);
  placement._check(problems, 'placement');
  checkPools(problems, placement, plan.scope.cluster);
  rollout._check(problems, 'rollout', startupAllowance(plan.probes.startup, plan.probes.readiness, server.loadTime));
  checkDrain(problems, 'drain', props.drain ?? {}, plan.drain);
  checkProbes(problems, plan);
  checkAvailability(problems, 'availability', props.availability ?? {}, scaling);
  props.offHours?._check(problems, 'offHours', plan.name, scaling.min, scaling.max);
  if (props.offHours?._by === 'KEDA' && scaling._metrics.some((metric) => !metric._resource && !metric._load)) {
    problems.say("'offHours' is by KEDA and 'scaling' has metrics of an adapter, which KEDA asks for in its own way; scale on cpu or memory, or use OffHours.byCronJobs()");
  }
  props.identity?._check(problems, 'identity');
  checkAccount(problems, props);
  checkMonitoring(problems, plan);
  props.configs?.forEach((config, i) => config._check(problems, `configs[${i}]`));
  props.secrets?.forEach((secret, i) => secret._check(problems, `secrets[${i}]`));
  checkEnv(problems, props.env);
  checkOwnLabels(problems, props.labels);
  checkPodMetadata(problems, plan);
}

function checkAccount(problems: Problems, props: OnlineInferenceProps): void {
  checkAccountIdentity(problems, props.serviceAccount, props.identity);
  if (props.serviceAccount && props.names?.serviceAccount !== undefined) {
    problems.say("'serviceAccount' has a name and 'names.serviceAccount' gives another; leave one of them out");
  }
}

function checkMonitoring(problems: Problems, plan: ServicePlan): void {
  const { props, server, exposure } = plan;
  props.monitoring?._check(problems, 'monitoring');
  if (props.monitoring && !server.metrics) {
    problems.say("'monitoring' is given and the server has no metrics; give 'server.metricsPath' or 'server.metricsPort', or leave monitoring out");
  }
  if (hasMetricsPort(plan) && exposure._loadBalancer) {
    problems.say("'monitoring' is by a ServiceMonitor, for which the load balancer would have to open the metrics port too; use Monitoring.podMonitor()");
  } else if (hasMetricsPort(plan) && server.metrics!.port === exposure.port) {
    problems.add('exposure.port', 'another port than that of the metrics, which the ServiceMonitor needs too', exposure.port, 'choose another one');
  }
}

function checkContainerName(problems: Problems, name: string): void {
  if (!isDnsLabel(name)) {
    problems.add('names.container', 'a DNS label (at most 63 of a-z, 0-9 and \'-\')', name, 'use the name that the container has');
  }
}
