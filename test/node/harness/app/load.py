"""A load generator, bounded in time and count, that counts what goes wrong.

python3 /app/load.py --url http://chat.team.svc.cluster.local/predict --connections 4 --seconds 20

Each connection asks again and again, `--pause` seconds apart, over one keep-alive
connection (`--no-keep-alive`: a new one for each request), until the time or its
share of the requests is used up, or `--until FILE` exists. Requests that run at
the end are waited for.
The last line is JSON:

{"requests": 812, "ok": 810, "failed": 2, "failures": {"503": 1, "ConnectionResetError": 1},
 "retried": 0, "versions": {"1.4.0": 810}, "pods": 2, "seconds": 20.0, "p50_ms": 3.1, "p99_ms": 12.9, "slowest_ms": 30.2}

A connection that the server closed between two requests is opened anew and is
no failure: HTTP allows it. Where that end crosses the next request on its way, a
GET is asked once more, as HTTP clients do, and counted in "retried": only on a
connection that was used before, and within 50 ms, when nobody can have worked on
it for long. A POST is never sent twice. All else that breaks is a failure.
"""

import argparse
import http.client
import json
import select
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

parser = argparse.ArgumentParser()
parser.add_argument("--url", required=True)
parser.add_argument("--connections", type=int, default=2)
parser.add_argument("--seconds", type=float, default=10)
parser.add_argument("--requests", type=int, default=20000, help="of all connections together")
parser.add_argument("--pause", type=float, default=0.02)
parser.add_argument("--timeout", type=float, default=10)
parser.add_argument("--body", help="JSON: the requests are POSTs")
parser.add_argument("--no-keep-alive", action="store_true")
parser.add_argument("--until", type=Path)
options = parser.parse_args()
if not (options.connections <= 64 and options.seconds <= 300 and options.requests <= 100000):
    parser.error("at most 64 connections, 300 seconds, 100000 requests")

url = urlsplit(options.url)
target = (url.path or "/") + (f"?{url.query}" if url.query else "")
lock = threading.Lock()
failures: Counter[str] = Counter()
versions: Counter[str] = Counter()
pods: set[str] = set()
times: list[float] = []
retried = 0
begin = time.monotonic()


def connect() -> http.client.HTTPConnection:
    return http.client.HTTPConnection(url.hostname, url.port or 80, timeout=options.timeout)


def ask(connection: http.client.HTTPConnection) -> tuple[int, bytes]:
    if options.body is None:
        connection.request("GET", target)
    else:
        connection.request("POST", target, options.body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    return response.status, response.read()


def note(status: int, content: bytes, took: float) -> None:
    with lock:
        times.append(took)
        if not 200 <= status < 400:
            failures[str(status)] += 1
            return
        try:
            answer = json.loads(content)
        except ValueError:
            return
        if isinstance(answer, dict) and "version" in answer:
            versions[str(answer["version"])] += 1
            pods.add(str(answer.get("pod")))


def closed(connection: http.client.HTTPConnection) -> bool:
    # by us, as the last answer asked, or by the server: between two requests there is nothing to read but the end
    return connection.sock is None or bool(select.select([connection.sock], [], [], 0)[0])


def over() -> bool:
    return time.monotonic() - begin >= options.seconds or (options.until is not None and options.until.exists())


def worker(requests: int) -> None:
    global retried
    connection, used = connect(), False
    for _ in range(requests):
        if over():
            break
        if used and closed(connection):
            connection.close()
            connection, used = connect(), False
        start = time.monotonic()
        try:
            try:
                status, content = ask(connection)
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                if not used or options.body is not None or time.monotonic() - start > 0.05:
                    raise
                with lock:
                    retried += 1
                connection.close()
                connection = connect()
                status, content = ask(connection)
            used = not options.no_keep_alive
            if options.no_keep_alive:
                connection.close()
            note(status, content, time.monotonic() - start)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            used = False
            with lock:
                failures[type(error).__name__] += 1
                times.append(time.monotonic() - start)
        time.sleep(options.pause)
    connection.close()


share = max(1, options.requests // options.connections)
threads = [threading.Thread(target=worker, args=(share,)) for _ in range(options.connections)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

times.sort()


def percentile(part: float) -> float:
    return round(1000 * times[min(len(times) - 1, int(part * len(times)))], 1) if times else 0


failed = sum(failures.values())
print(json.dumps({
    "requests": len(times),
    "ok": len(times) - failed,
    "failed": failed,
    "failures": dict(failures),
    "retried": retried,
    "versions": dict(versions),
    "pods": len(pods),
    "seconds": round(time.monotonic() - begin, 1),
    "p50_ms": percentile(0.5),
    "p99_ms": percentile(0.99),
    "slowest_ms": percentile(1),
}))
