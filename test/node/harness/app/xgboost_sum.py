"""Two XGBoost workers on CPU: each adds its rank + 1, and has rows of its own label only, so that a model that knows both has learned from both."""

import os
import socket
import time

import numpy
import xgboost
from xgboost import collective
from xgboost.tracker import RabitTracker

ADDRESS, PORT = os.environ['DMLC_TRACKER_URI'], int(os.environ['DMLC_TRACKER_PORT'])
WORKERS, TASK = int(os.environ['DMLC_NUM_WORKER']), os.environ['DMLC_TASK_ID']


def await_name(seconds=120):
    """Where nobody listens yet, XGBoost tries again; where there is no such name yet, it gives up."""
    until = time.monotonic() + seconds
    while True:
        try:
            return socket.getaddrinfo(ADDRESS, PORT)
        except socket.gaierror:
            if time.monotonic() > until:
                raise
            time.sleep(1)


tracker = None
if TASK == '0':
    tracker = RabitTracker(n_workers=WORKERS, host_ip='0.0.0.0', port=PORT, sortby='task')
    tracker.start()
await_name()
with collective.CommunicatorContext(dmlc_tracker_uri=ADDRESS, dmlc_tracker_port=PORT, dmlc_task_id=TASK, dmlc_retry=12):
    rank, workers = collective.get_rank(), collective.get_world_size()
    total = int(collective.allreduce(numpy.array([rank + 1]), collective.Op.SUM)[0])
    rows = rank + numpy.linspace(0, 1, 50).reshape(-1, 1)
    data = xgboost.DMatrix(rows, label=numpy.full(50, rank))
    model = xgboost.train({'objective': 'binary:logistic', 'nthread': 1}, data, num_boost_round=10)
if tracker:
    tracker.wait_for()
known = model.predict(xgboost.DMatrix(numpy.array([[0.5], [1.5]]))).round().astype(int).tolist()
print('sum', total, 'of', workers, 'and labels', known, flush=True)
