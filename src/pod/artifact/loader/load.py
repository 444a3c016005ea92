"""Fetches the files of a model into a volume, verifies them, and makes them visible all at once.

Once (`--as=FOLDER`): everything is fetched beside the folder, which gets its name only when it is complete. Refreshed (`--link=NAME`, a sidecar with
`--every=SECONDS`): each version is a folder of its own, and the link moves to it when it is complete. Options are only ever added: pods of an earlier
release start with this file too.
"""
import argparse
import logging
import os
import random
import shutil
import signal
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

from clouds import source_of
from files import Failure, Room, fetch_file, matches, size_text
from lock import alone
from manifest import again, listing_of, revision_of, save, saved


def options(argv):
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument('--source', required=True)
    parser.add_argument('--into', required=True, help='the volume')
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument('--as', dest='folder', help='the folder of it that holds the files')
    place.add_argument('--link', help='the link that moves from version to version')
    parser.add_argument('--manifest', default='SHA256SUMS')
    parser.add_argument('--manifest-digest')
    parser.add_argument('--files', action='append', default=[])
    parser.add_argument('--bytes', type=int, help='what the files weigh, at most')
    parser.add_argument('--endpoint')
    parser.add_argument('--credential', help='a file')
    parser.add_argument('--every', type=int, help='seconds from one look for a newer version to the next')
    parser.add_argument('--tries', type=int, default=8, help='attempts without progress')
    parser.add_argument('--patience', type=float, default=1.0, help='times the usual pauses')
    parser.add_argument('--streams', type=int, default=4)
    return parser.parse_args(argv)


def log(text):
    print(text, flush=True)


class Loader:
    def __init__(self, args):
        self.args = args

    def listing(self):
        args = self.args
        ask = lambda: source_of(args.source, args.endpoint, args.credential)
        self.source = again(ask, args.endpoint or args.source, args.tries, args.patience)
        self.source.patience = args.patience
        return listing_of(self.source, args.manifest, args.manifest_digest, args.files, args.tries)

    def pinned(self):
        """What stands for the version that the program pins, if it pins one."""
        digest, commit = self.args.manifest_digest, self.args.source.partition('@')[2] if self.args.source.startswith('hf://') else ''
        revision = digest[len('sha256:'):] if digest else commit
        return revision and revision_of(revision, self.args.files)

    def once(self):
        """One version in one folder."""
        folder = os.path.join(self.args.into, self.args.folder)
        if is_complete(folder, self.pinned()):
            return log(f'{folder} is complete already')
        listing = self.listing()
        with alone(os.path.join(self.args.into, f'.{self.args.folder}.lock'), folder, log):
            self.place(listing, folder)

    def place(self, listing, folder):
        found = saved(folder)
        if found and found.revision == listing.revision and is_whole(folder, found):
            return log(f'{folder} is complete already')
        staging = os.path.join(self.args.into, f'.{self.args.folder}.partial')
        if os.path.lexists(folder) and not is_empty(folder):  # of another version, or damaged: what of it is right is kept
            shutil.rmtree(staging, ignore_errors=True)
            os.rename(folder, staging)
        self.complete(listing, staging, folder)

    def refresh(self):
        """The newest version, beside the one that is served; true if the link has moved."""
        listing = self.listing()
        link = os.path.join(self.args.into, self.args.link)
        if served(link) == listing.revision[:16]:
            return False
        with alone(os.path.join(self.args.into, f'.{self.args.link}.lock'), link, log):
            return self.move(listing, link)

    def move(self, listing, link):
        name, serving = listing.revision[:16], served(link)
        if serving == name:
            return False
        versions = os.path.join(self.args.into, '.versions')
        os.makedirs(versions, exist_ok=True)
        for other in os.listdir(versions):
            if other not in (serving, name, f'.{name}.partial'):  # the last but one: whoever still reads has had a whole interval
                shutil.rmtree(os.path.join(versions, other), ignore_errors=True)
        folder = os.path.join(versions, name)
        if not is_whole(folder, listing):
            shutil.rmtree(folder, ignore_errors=True)
            self.complete(listing, os.path.join(versions, f'.{name}.partial'), folder)
        switch(link, os.path.join('.versions', name))
        log(f'{link} is {name} now' + (f', was {serving}' if serving else ''))
        return True

    def complete(self, listing, staging, folder):
        """Fetches what is missing in `staging`, which becomes `folder`."""
        start = time.monotonic()
        os.makedirs(staging, exist_ok=True)
        room, stop = Room(staging, self.args.bytes), threading.Event()

        def fetch(entry):
            try:
                fetch_file(self.source, entry, staging, room, self.args.tries, stop)
            except BaseException:
                stop.set()
                raise
        with ThreadPoolExecutor(self.args.streams) as pool:
            outcomes = [pool.submit(fetch, entry) for entry in listing.entries]
        failed = [error for error in (outcome.exception() for outcome in outcomes) if error]
        for error in failed:
            if str(error) != 'another file failed':
                raise error
        drop_others(staging, listing)
        save(listing, staging)
        sync_folders(staging)
        os.rename(staging, folder)
        sync(os.path.dirname(folder))
        weight = sum(os.path.getsize(os.path.join(folder, entry.path)) for entry in listing.entries)
        log(f'{len(listing.entries)} files, {size_text(weight)}, fetched and verified in {time.monotonic() - start:.0f} s: {folder}')


def served(link):
    """The version that it leads to."""
    return os.path.basename(os.readlink(link)) if os.path.islink(link) else None


def is_empty(folder):
    """True for a folder that a mount has made (subPath): the complete one takes its place, and whoever mounted it sees nothing of what is fetched."""
    return os.path.isdir(folder) and not os.path.islink(folder) and not os.listdir(folder)


def is_whole(folder, listing):
    return os.path.isdir(folder) and all(matches(os.path.join(folder, entry.path), entry) for entry in listing.entries)


def is_complete(folder, revision):
    """True if the folder is the pinned version with all its bytes, which needs nobody to be asked."""
    found = saved(folder)
    return bool(revision and found and found.revision == revision and is_whole(folder, found))


def switch(link, target):
    fresh = f'{link}.new'
    if os.path.lexists(fresh):
        os.remove(fresh)
    os.symlink(target, fresh)
    os.replace(fresh, link)
    sync(os.path.dirname(link))


def drop_others(staging, listing):
    """Takes away what an earlier run has left of other versions."""
    wanted = {entry.path for entry in listing.entries}
    for folder, _, names in os.walk(staging):
        for name in names:
            path = os.path.join(folder, name)
            if os.path.relpath(path, staging) not in wanted:
                os.remove(path)


def sync_folders(top):
    for folder, _, _ in os.walk(top):
        sync(folder)


def sync(folder):
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # a file system that does not know it
    finally:
        os.close(descriptor)


def run(args):
    loader = Loader(args)
    if args.folder:
        return loader.once()
    link = os.path.join(args.into, args.link)
    if args.every is None:
        try:
            return loader.refresh()
        except Failure as failure:
            found = saved(link)
            if not (found and is_whole(os.path.realpath(link), found)):
                raise
            return log(f'{failure}; {os.readlink(link)}, which is there, is served')
    while True:
        time.sleep(args.every * random.uniform(0.9, 1.1))
        try:
            loader.refresh()
        except (Failure, OSError) as failure:
            log(f'not refreshed: {failure if isinstance(failure, Failure) else failure.strerror}')


def main(argv):
    args = options(argv)
    logging.disable()  # what libraries say beside it
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143 if args.every is None else 0))  # as the first process of a container it would be ignored
    try:
        run(args)
    except Failure as failure:
        log(str(failure))
        return 1
    except Exception as error:  # its text might carry an address with a signature
        place = traceback.extract_tb(error.__traceback__)[-1]
        log(f'{type(error).__name__} in {os.path.basename(place.filename)}, line {place.lineno}' + (f': {error.strerror}' if isinstance(error, OSError) else ''))
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
