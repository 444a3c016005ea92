import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Problems } from '../border/problems';

/**
 * `id`, for `super(scope, freeId(scope, id))` of what may stand anywhere.
 * @throws in our words if the scope is none, or the id is empty or taken; constructs' own error comes with the frames of three libraries
 */
export function freeId(scope: Construct, id: string): string {
  checkPlace(scope, id, false);
  return id;
}

/**
 * As `freeId`, of what makes objects and so has to stand in a chart.
 * @throws in our words if there is no chart above, too
 */
export function freeIdInChart(scope: Construct, id: string): string {
  checkPlace(scope, id, true);
  return id;
}

function checkPlace(scope: Construct, id: string, needsChart: boolean): void {
  if (!Construct.isConstruct(scope)) {
    const problems = new Problems('');
    problems.add('scope', 'a construct', scope, `give the one that ${typeof id === 'string' && id !== '' ? `'${id}'` : 'it'} shall stand in, for example new MlChart(app, 'prod')`);
    problems.throw();
  }
  const problems = new Problems(scope);
  if (typeof id !== 'string' || id === '') {
    problems.add('id', 'a text that is not empty', id, 'say what it is called in its scope');
  } else {
    const taken = scope.node.tryFindChild(id);
    if (taken) {
      problems.say(`'id' must be free in its scope, and ${JSON.stringify(id)} is taken by ${taken.constructor.name}; give another id`);
    }
  }
  if (needsChart && !scope.node.scopes.some((above) => Chart.isChart(above))) {
    problems.say(`'scope' must be a chart or stand in one, got ${scope.constructor.name} without a chart above it; put a chart between them: new MlChart(app, 'prod')`);
  }
  problems.throw();
}
