"""Nodes that add up their numbers: the first listens at ADDRESS:PORT, each of NODES sends its RANK + 1 and is told the sum."""

import os
import socket
import sys
import time

ADDRESS, PORT = os.environ['ADDRESS'], int(os.environ['PORT'])
NODES, RANK = int(os.environ['NODES']), int(os.environ['RANK'])


def patiently(attempt, seconds=120):
    """The others may not be there yet, and neither may their names."""
    until = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except OSError as error:
            if time.monotonic() > until:
                raise
            print(f'{error}; again', file=sys.stderr, flush=True)
            time.sleep(1)


if RANK == 0:
    server = socket.create_server(('', PORT))
    # by its own name too, as the libraries do
    patiently(lambda: socket.getaddrinfo(ADDRESS, PORT))
    others = []
    total = 1
    while len(others) < NODES - 1:
        other, _ = server.accept()
        total += int(other.makefile().readline())
        others.append(other)
    for other in others:
        other.sendall(f'{total}\n'.encode())
        other.close()
else:
    first = patiently(lambda: socket.create_connection((ADDRESS, PORT), timeout=5))
    first.settimeout(120)
    first.sendall(f'{RANK + 1}\n'.encode())
    total = int(first.makefile().readline())
print('sum', total, 'of', NODES, 'by', socket.gethostname(), flush=True)
