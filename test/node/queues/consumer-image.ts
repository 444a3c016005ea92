import { Image } from '../harness/image';
import { program, python, PYTHON_ENV } from '../harness/images';
import { Layer } from '../harness/layer';

/** Consumers: `consume_stream.py` of a Redis stream, `consume_rabbitmq.py` of a RabbitMQ queue. See there. */
export function consumerImage(): Image {
  return new Image({
    layers: [
      ...python(),
      // the clients take a time-out from async-timeout with Debian 12's Python
      Layer.pip('/opt/python', 'redis==5.2.1', 'async-timeout==5.0.1', 'pika==1.3.2'),
      ...['unit.py', 'consume_stream.py', 'consume_rabbitmq.py'].map(program),
    ],
    entrypoint: ['python3'],
    env: PYTHON_ENV,
    user: '1000:1000',
    workingDir: '/app',
  });
}
