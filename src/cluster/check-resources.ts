import { amountOf, isQuantity } from './file/amount';
import { hugePagesOf } from './node-offer';
import { GpuNodePoolProps, NodePoolProps } from './node-pool-props';
import { bytesOf, sizeText } from '../border/amounts';
import { isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';

const HUGE_PAGES = /^hugepages-(\d+[KMG]i)$/;
const OWN: readonly string[] = ['cpu', 'memory', 'ephemeral-storage', 'pods'];
const WHERE = "copy it from allocatable in 'kubectl describe node'";

/** Records what is wrong with the other resources of a pool's nodes. */
export function checkResources(problems: Problems, props: NodePoolProps | GpuNodePoolProps): void {
  const resources = props.resources ?? {};
  const before = problems.all.length;
  for (const [name, amount] of Object.entries(resources)) {
    checkResource(problems, name, amount, props);
  }
  if (problems.all.length > before || !(hugePagesOf(resources) > bytesOf(props.memory))) {
    return;
  }
  problems.add('resources', `huge pages of at most memory (${sizeText(bytesOf(props.memory))}), which they are part of`, sizeText(hugePagesOf(resources)), 'lower them');
}

function checkResource(problems: Problems, name: string, amount: string, props: NodePoolProps | GpuNodePoolProps): void {
  const property = `resources.${name}`;
  const page = HUGE_PAGES.exec(name)?.[1];
  if (page !== undefined) {
    if (!isQuantity(amount) || amountOf(amount) % amountOf(page) !== 0) {
      problems.add(property, `a quantity of whole pages of ${page}`, amount, WHERE);
    }
  } else if (OWN.includes(name)) {
    problems.say(`'${property}' is given by 'allocatable'; leave it out here`);
  } else if (!name.includes('/') || !isQualifiedName(name)) {
    problems.add('resources', 'of extended resources like rdma/hca, and of huge pages like hugepages-2Mi', name, WHERE);
  } else if ('accelerator' in props && [props.accelerator.resourceName, `${props.accelerator.resourceName}.shared`].includes(name)) {
    problems.say(`'${property}' is given by 'perNode' and 'sharing'; leave it out here`);
  } else if (!/^\d{1,9}$/.test(amount)) {
    problems.add(property, 'a whole number in quotes', amount, 'say how many of them one node has');
  }
}
