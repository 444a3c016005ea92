"""A training for tests: it counts, saves what it has counted, and goes on from there.

STEPS (100) is where it ends, STEP_SECONDS (0.2) how long a step takes. It saves in CHECKPOINT_PATH
every CHECKPOINT_INTERVAL_SECONDS, and when it is stopped (SIGTERM), after which it ends with the
exit code STOPPED_CODE (75). With BROKEN_AT it fails by itself at that step, with the exit code 1.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

FOLDER = Path(os.environ['CHECKPOINT_PATH'])
INTERVAL = float(os.environ['CHECKPOINT_INTERVAL_SECONDS'])
STEPS = int(os.environ.get('STEPS', '100'))
STEP_SECONDS = float(os.environ.get('STEP_SECONDS', '0.2'))
BROKEN_AT = int(os.environ.get('BROKEN_AT', '0'))

stopped = False


def stop(*_):
    global stopped
    stopped = True


def save(state):
    """Under another name first: a save that was cut off must not be taken for one."""
    part = FOLDER / 'state.part'
    part.write_text(json.dumps(state))
    os.replace(part, FOLDER / 'state.json')


signal.signal(signal.SIGTERM, stop)
FOLDER.mkdir(parents=True, exist_ok=True)
try:
    state = json.loads((FOLDER / 'state.json').read_text())
except FileNotFoundError:
    state = {'step': 0, 'starts': []}
state['starts'].append(state['step'])
print('from', state['step'], flush=True)
saved = time.monotonic()
while state['step'] < STEPS and not stopped:
    time.sleep(STEP_SECONDS)
    state['step'] += 1
    if state['step'] == BROKEN_AT:
        print('broken at', state['step'], flush=True)
        sys.exit(1)
    if time.monotonic() - saved >= INTERVAL:
        save(state)
        saved = time.monotonic()
save(state)
if stopped:
    print('stopped at', state['step'], flush=True)
    sys.exit(int(os.environ.get('STOPPED_CODE', '75')))
print('done', flush=True)
