import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Image } from '../harness/image';
import { Layer } from '../harness/layer';

/** Consumers: `consume_stream.py` of a Redis stream, `consume_rabbitmq.py` of a RabbitMQ queue. See there. */
export function consumerImage(): Image {
  const programs = ['unit.py', 'consume_stream.py', 'consume_rabbitmq.py'];
  return new Image({
    layers: [
      Layer.debian('python3.11-minimal', 'libpython3.11-stdlib', 'libssl3', 'libgcc-s1'),
      Layer.links({ '/usr/bin/python3': 'python3.11' }),
      // the clients take a time-out from async-timeout with Debian 12's Python
      Layer.pip('/opt/python', 'redis==5.2.1', 'async-timeout==5.0.1', 'pika==1.3.2'),
      Layer.files(Object.fromEntries(programs.map((name) => [`/app/${name}`, { text: readFileSync(join(__dirname, '../harness/app', name), 'utf8') }]))),
    ],
    entrypoint: ['python3'],
    env: { PYTHONPATH: '/opt/python', PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' },
    user: '1000:1000',
    workingDir: '/app',
  });
}
