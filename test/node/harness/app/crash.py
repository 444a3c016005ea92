"""The program of examples/batch-scoring with a crash about its marker, once in the lives of two shards: DIES_BEFORE and DIES_AFTER say in which."""
import os
import sys
from pathlib import Path

import score
import stores

SHARD = os.environ["SHARD_INDEX"]
create = stores.Folder.create


def crashing(self, name, text):
    attempts = len(list(Path(name).parent.glob("part-*.jsonl")))  # each leaves its results first
    if SHARD == os.environ["DIES_BEFORE"] and attempts == 1:
        os._exit(1)
    created = create(self, name, text)
    if SHARD == os.environ["DIES_AFTER"]:  # once, for its next attempt does not come here
        os._exit(1)
    return created


stores.Folder.create = crashing

if __name__ == "__main__":
    sys.exit(score.main())
