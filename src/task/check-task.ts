import { TaskPlan } from './task-plan';
import { checkSize, checkWhole } from '../border/amounts';
import { checkImage } from '../border/image';
import { checkName, checkPriorityClass, isDnsSubdomain } from '../border/names';
import { checkMountPath } from '../border/paths';
import { Problems } from '../border/problems';
import { checkProgram } from '../border/program';
import { checkEnv, checkOwnLabels, checkPodAnnotations } from '../pod/config/check-maps';
import { checkAccountIdentity } from '../pod/identity/check-account';
import { checkPools } from '../pod/placement/check-pools';
import { checkSharedMemory } from '../pod/resources/check-shared-memory';

/** What is wrong with what every task is told, all of it. */
export function checkTask(problems: Problems, plan: TaskPlan): void {
  const { props, placement, resources, scope, terms } = plan;
  // where what it is made of leaves no room for a name, that is to be said, and not that the name is too long
  checkName(problems, props.name === undefined ? 'id' : 'name', plan.name, terms.longestName !== undefined && terms.longestName < 1 ? undefined : terms.longestName);
  checkImage(problems, 'image', props.image);
  checkProgram(problems, terms.program ?? 'command', props.command);
  props.release?._check(problems, 'release');
  if (resources) {
    resources._check(problems, 'resources', plan.files.writableBytes);
    if (plan.artifact) {
      resources._checkDisk(problems, 'resources', plan.files.writableBytes);
    }
  } else {
    problems.say("'resources' are missing; give for example Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) })");
  }
  placement._check(problems, 'placement');
  checkPools(problems, placement, scope.cluster);
  checkEnv(problems, props.env);
  checkOwnLabels(problems, props.labels);
  checkPodAnnotations(problems, props.podAnnotations, plan.podAnnotations);
  props.configs?.forEach((config, i) => config._check(problems, `configs[${i}]`));
  props.secrets?.forEach((secret, i) => secret._check(problems, `secrets[${i}]`));
  props.identity?._check(problems, 'identity');
  checkAccount(problems, plan);
  checkFolders(problems, plan);
  checkWhole(problems, 'uid', props.uid, 1, undefined, 'choose a user that is not root');
  checkWhole(problems, 'gid', props.gid, 1, undefined, 'choose a group that is not root');
  checkPriorityClass(problems, 'priorityClassName', props.priorityClassName);
}

function checkAccount(problems: Problems, { props }: TaskPlan): void {
  if (props.serviceAccount && !isDnsSubdomain(props.serviceAccount.name)) {
    problems.add('serviceAccount.name', 'a DNS subdomain', props.serviceAccount.name, 'use a-z, 0-9, \'-\' and \'.\'');
  }
  checkAccountIdentity(problems, props.serviceAccount, props.identity);
}

function checkFolders(problems: Problems, { props, resources, terms }: TaskPlan): void {
  props.writablePaths?.forEach(({ path, size }, i) => {
    checkMountPath(problems, `writablePaths[${i}].path`, path, '/tmp');
    checkSize(problems, `writablePaths[${i}].size`, size);
  });
  const shared = props.sharedMemory ?? terms.sharedMemory;
  checkSize(problems, 'sharedMemory', props.sharedMemory);
  checkSharedMemory(problems, 'sharedMemory', shared, resources);
}
