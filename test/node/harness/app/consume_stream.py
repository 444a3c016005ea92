"""A consumer of a Redis stream (STREAM, GROUP at HOST, PORT) that loses nothing.

It acknowledges an entry when the work is done. What another consumer took and has not acknowledged
for CLAIM_AFTER_SECONDS it takes over: longer than a consumer that is told to stop may still work.
With ONE_UNIT it takes one entry and ends, or ends when there is none, and none that somebody has in hand
and may leave behind: only new entries wake anybody.
"""

import os
from pathlib import Path

import redis

from unit import told_to_stop, work

STREAM = os.environ['STREAM']
GROUP = os.environ['GROUP']
ME = os.environ['HOSTNAME']
ONE_UNIT = 'ONE_UNIT' in os.environ
CLAIM_AFTER = int(os.environ['CLAIM_AFTER_SECONDS']) * 1000

queue = redis.Redis(
    host=os.environ['HOST'], port=int(os.environ['PORT']), decode_responses=True,
    password=Path('/var/run/secrets/queue/password').read_text(),
)


def next_entry():
    claimed = queue.xautoclaim(STREAM, GROUP, ME, min_idle_time=CLAIM_AFTER, count=1)[1]
    if claimed:
        return claimed[0]
    read = queue.xreadgroup(GROUP, ME, {STREAM: '>'}, count=1, block=1000)
    return read[0][1][0] if read else None


while not told_to_stop():
    entry = next_entry()
    if entry:
        work(entry[1]['message'])
        queue.xack(STREAM, GROUP, entry[0])
    if ONE_UNIT and (entry or queue.xpending(STREAM, GROUP)['pending'] == 0):
        break
