"""What the consumers have in common: being told to stop, and a unit of work, which is a question to a desk (DESK, a URL) that answers when it likes."""

import os
import signal
import urllib.request

_told = []


def told_to_stop():
    return len(_told) > 0


def work(message):
    url = f"{os.environ['DESK']}/{message}?pod={os.environ['HOSTNAME']}"
    with urllib.request.urlopen(url, timeout=300) as answer:
        answer.read()
    print('done', message, flush=True)


# a handler that returns: what is in hand goes on
signal.signal(signal.SIGTERM, lambda *_: _told.append(True))
