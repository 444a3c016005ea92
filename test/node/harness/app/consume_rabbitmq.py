"""A consumer of a RabbitMQ queue (QUEUE at HOST, PORT) that loses nothing: it acknowledges a message when the work is done.

With ONE_UNIT it takes one message and ends, or ends when there is none.
"""

import os
from pathlib import Path

import pika

from unit import told_to_stop, work

SECRETS = Path('/var/run/secrets/queue')
ONE_UNIT = 'ONE_UNIT' in os.environ

connection = pika.BlockingConnection(pika.ConnectionParameters(
    host=os.environ['HOST'], port=int(os.environ['PORT']),
    credentials=pika.PlainCredentials((SECRETS / 'username').read_text(), (SECRETS / 'password').read_text()),
    heartbeat=0,  # the thread that works is the one that would send them
))
channel = connection.channel()
channel.basic_qos(prefetch_count=1)
for method, _, body in channel.consume(os.environ['QUEUE'], inactivity_timeout=2 if ONE_UNIT else 0.5):
    if method:
        work(body.decode())
        channel.basic_ack(method.delivery_tag)
    if told_to_stop() or ONE_UNIT:
        break
channel.cancel()  # what came meanwhile goes back
connection.close()
