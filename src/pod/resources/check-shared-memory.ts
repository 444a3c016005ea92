import { Size } from 'cdk8s';
import { Resources } from './resources';
import { bytesOf, sizeText } from '../../border/amounts';
import { Problems } from '../../border/problems';

/** A file in shared memory is memory of the container: one that may grow beyond its limit has it killed. */
export function checkSharedMemory(problems: Problems, property: string, shared: Size | undefined, resources: Resources | undefined): void {
  if (shared && resources && bytesOf(shared) >= resources._memoryLimit) {
    problems.add(property, `below the memory limit of the container (${sizeText(resources._memoryLimit)}), of which it is a part`, sizeText(bytesOf(shared)),
      'raise the limit in resources, or give less');
  }
}
