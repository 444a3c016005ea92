import { Construct } from 'constructs';
import { refusal } from '../border/problems';

/**
 * `id`, for `super(scope, freeId(scope, id))`.
 * @throws in our words if it is taken; constructs' own error comes with the frames of three libraries
 */
export function freeId(scope: Construct, id: string): string {
  const taken = scope instanceof Construct && typeof id === 'string' ? scope.node.tryFindChild(id) : undefined;
  if (taken) {
    const where = scope.node.path ? `[${scope.node.path}] ` : '';
    throw refusal([`${where}'id' must be free in its scope, and ${JSON.stringify(id)} is taken by ${taken.constructor.name}; give another id`]);
  }
  return id;
}
