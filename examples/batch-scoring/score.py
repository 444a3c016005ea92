"""Scores one shard of a run, once, however often it is started.

The contract, in its order:

1. If there is a marker, the shard is done: end with 0.
2. Write the results under a name that no other attempt has.
3. Create the marker, in one step and only if there is none, with that name in it. If another name is in it then, another attempt was first: take the own results away.

A reader takes the files that markers name, and nothing else. So a crash at any moment leaves a shard that is done, or one that can be done again.
"""

import hashlib
import json
import math
import os
import signal
import sys
import uuid
import zlib
from pathlib import Path

from stores import local_file, store_of

BAD_INPUT = 65  # EX_DATAERR of sysexits.h: the next attempt would read the same
TRY_AGAIN = 75  # EX_TEMPFAIL
WRONG_SETUP = 78  # EX_CONFIG: no shard can do better


class BadInput(Exception):
    pass


class WrongSetup(Exception):
    pass


def score(row, model):
    try:
        z = model["bias"] + sum(weight * float(row[feature]) for feature, weight in model["weights"].items())
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"a row without a number for {error}") from error
    return 1 / (1 + math.exp(-max(-700.0, min(700.0, z))))


def rows_of(store, prefix, index, count):
    """A file belongs to one shard by its name alone, whatever other files there are."""
    names = store.names(prefix)
    if not names:
        raise WrongSetup(f"no .jsonl in {prefix}")
    for name in names:
        if zlib.crc32(name.rsplit("/", 1)[-1].encode()) % count != index:
            continue
        for number, line in enumerate(store.lines(name), start=1):
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise BadInput(f"{name}:{number}: {error}") from error


def setup(env):
    try:
        model = json.loads((Path(__file__).parent / "weights.json").read_text())
        return int(env["SHARD_INDEX"]), int(env["SHARD_COUNT"]), env["INPUT_URI"], env["SHARD_OUTPUT_URI"], env["COMMIT_MARKER_URI"], model
    except (KeyError, ValueError, OSError) as error:
        raise WrongSetup(repr(error)) from error


def run(env):
    index, count, prefix, folder, marker, model = setup(env)
    try:
        source, target = store_of(prefix), store_of(folder)
    except (ValueError, ModuleNotFoundError) as error:
        raise WrongSetup(error) from error
    if target.exists(marker):
        print(f"shard {index} is done already")
        return

    with local_file() as results:
        digest, rows = hashlib.sha256(), 0
        for row in rows_of(source, prefix, index, count):
            line = json.dumps({"id": row.get("id"), "score": round(score(row, model), 6)}) + "\n"
            results.write(line)
            digest.update(line.encode())
            rows += 1
        results.flush()
        # the host name is the same for every attempt of a shard
        name = f"{folder}/part-{uuid.uuid4().hex}.jsonl"
        target.put(name, results.name)

    commit = {"file": name.rsplit("/", 1)[-1], "rows": rows, "sha256": digest.hexdigest()}
    standing = json.loads(target.create(marker, json.dumps(commit) + "\n"))
    if standing["file"] == commit["file"]:
        print(f"shard {index} of {count}: {rows} rows")
    else:
        target.remove(name)
        print(f"shard {index} was done by another attempt")


def main():
    # the first process of a container ignores SIGTERM unless it says otherwise; ending with 0 would count as success
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        run(os.environ)
    except (BadInput, UnicodeDecodeError) as error:
        print(f"bad input: {error}", file=sys.stderr)
        return BAD_INPUT
    except WrongSetup as error:
        print(f"wrong setup: {error}", file=sys.stderr)
        return WRONG_SETUP
    except Exception as error:  # the network, the disk, the store
        print(f"failed: {error}", file=sys.stderr)
        return TRY_AGAIN
    return 0


if __name__ == "__main__":
    sys.exit(main())
