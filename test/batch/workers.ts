import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Consumers } from '../../src/batch/consumers';
import { QueueWorker } from '../../src/batch/queue-worker';
import { QueueWorkerProps } from '../../src/batch/queue-worker-props';
import { Cpu } from '../../src/border/cpu';
import { Resources } from '../../src/pod/resources/resources';
import { Trigger } from '../../src/trigger/trigger';
import { TriggerAuth } from '../../src/trigger/trigger-auth';
import { problemsOf, prod } from '../serving/service';

export const RABBIT = Trigger.rabbitMq({
  queue: 'documents', address: 'http://rabbitmq.queues:15672', auth: TriggerAuth.fromSecret('rabbitmq', { username: 'user', password: 'pass' }),
});

/** The least that a worker needs. */
export const LEAST: QueueWorkerProps = {
  image: 'registry.example.com/embedder:v1.4.0',
  resources: Resources.guaranteed({ cpu: Cpu.units(1), memory: Size.gibibytes(2) }),
  queue: RABBIT,
  consumers: Consumers.longLived({ max: 20 }),
  longestUnit: Duration.minutes(2),
};

/** A worker `embedder` in a chart of its own, with whatever else is given. */
export function worker(props: Partial<QueueWorkerProps> = {}, scope: Construct = prod()): QueueWorker {
  return new QueueWorker(scope, 'embedder', { ...LEAST, ...props });
}

/** What is wrong with a worker of these props, a line for each problem, without the path. */
export function refused(props: Partial<QueueWorkerProps>, scope: Construct = prod(), id = 'embedder'): string[] {
  const path = `[${scope.node.path}/${id}] `;
  return problemsOf(() => new QueueWorker(scope, id, { ...LEAST, ...props })).map((line) => {
    expect(line.slice(0, path.length)).toBe(path);
    return line.slice(path.length);
  });
}
