"""One file: fetched with resumption, read back, visible under its name only once what is on the volume is verified."""
import errno
import hashlib
import http.client
import os
import random
import shutil
import ssl
import threading
import time
from typing import Iterator, NamedTuple, Optional

CHUNK = 1024 * 1024
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Failure(Exception):
    """What is wrong, in one line that names what to change and carries no credential."""


class Broken(Exception):
    """The connection is at fault, not what was asked for: worth another try."""


class Entry(NamedTuple):
    """A file that the artifact has to have."""

    path: str
    algorithm: str  # sha256, or git: the object id of a blob
    digest: str
    size: Optional[int]

    def hasher(self):
        return hashlib.sha256() if self.algorithm == 'sha256' else hashlib.sha1(b'blob %d\0' % self.size)


class Part(NamedTuple):
    """
    An answer: bytes of a file from `start` on, which is None where the server does not say it. `tag` stands for the state of the file, so that two answers are
    not glued together. `told` is false where the end of the answer and a connection that was cut look alike.
    """

    stream: Iterator[bytes]
    start: Optional[int]
    total: Optional[int]
    tag: Optional[str]
    told: bool = True


class Room:
    """What the volume may hold."""

    def __init__(self, folder: str, declared: Optional[int]):
        self.folder, self.declared, self.lock, self.totals = folder, declared, threading.Lock(), {}

    def check(self, path: str, total: int, missing: int) -> None:
        with self.lock:
            self.totals[path] = total
            sum_so_far = sum(self.totals.values())
        if self.declared and sum_so_far > self.declared:
            raise Failure(f'the files weigh more than the {size_text(self.declared)} that are declared ({size_text(sum_so_far)} with {path}); raise the size of the artifact')
        free = shutil.disk_usage(self.folder).free
        if missing > free:
            raise Failure(f'no room for {path}: {size_text(missing)} are missing and the volume has {size_text(free)} left; give it a larger one, or the node a larger disk')


def size_text(size: float) -> str:
    for unit in ('B', 'KiB', 'MiB', 'GiB'):
        if size < 1024:
            return f'{size:.4g} {unit}'
        size /= 1024
    return f'{size:.4g} TiB'


def matches(path: str, entry: Entry) -> bool:
    """True if the file is there with the bytes that it has to have."""
    return os.path.isfile(path) and not os.path.islink(path) and digest_of(path, entry) == entry.digest


def digest_of(path: str, entry: Entry) -> str:
    """Of what the volume has, whoever wrote it."""
    hasher = entry.hasher()
    with open(path, 'rb') as file:
        for chunk in iter(lambda: file.read(CHUNK), b''):
            hasher.update(chunk)
    return hasher.hexdigest()


def fetch_file(source, entry: Entry, folder: str, room: Room, tries: int, stop: threading.Event) -> None:
    """Brings one file into `folder`; what an earlier run has left is taken up where it ends."""
    target = os.path.join(folder, entry.path)
    if matches(target, entry):
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    part = target + '.partial-download'
    resumed = os.path.exists(part)
    try:
        download(source, entry, part, room, tries, stop)
        digest = digest_of(part, entry)
        if digest != entry.digest and resumed:
            os.remove(part)  # it was of other bytes
            download(source, entry, part, room, tries, stop)
            digest = digest_of(part, entry)
        if digest != entry.digest:
            os.remove(part)
            raise Failure(f'{source.name(entry.path)} has the checksum {entry.algorithm}:{digest} and should have {entry.algorithm}:{entry.digest}; '
                          'upload the file or its checksums again')
        os.rename(part, target)
    except FileNotFoundError:
        if not matches(target, entry):  # by another process it is there
            raise Failure(f'{entry.path} was taken away while it was fetched; let one process at a time fetch into this volume') from None
    except OSError as error:
        if error.errno in NO_ROOM:
            written = os.path.getsize(part) if os.path.exists(part) else 0
            free = shutil.disk_usage(folder).free
            raise Failure(f'no room for {entry.path}: the volume is full after {size_text(written)} of it ({size_text(free)} left); raise the size of the artifact or of its volume') from None
        raise


def download(source, entry: Entry, part: str, room: Room, tries: int, stop: threading.Event) -> None:
    """Fetches until everything is there. Each byte is written to its place and not to the end of the file, which another process may have moved."""
    failures, tag = 0, None
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o666), 'r+b') as file:
        done = furthest = file.seek(0, os.SEEK_END)
        while True:
            try:
                answer = source.read(entry.path, done, tag)
                if answer.start != done:  # it cannot be resumed, or has changed
                    done = file.seek(0)
                    file.truncate()
                if answer.start != done:
                    raise Broken('the server sends another part of it than was asked for')
                tag = answer.tag
                if answer.total is not None:
                    room.check(entry.path, answer.total, answer.total - done)
                for chunk in answer.stream:
                    if stop.is_set():
                        raise Failure('another file failed')
                    file.write(chunk)
                    done += len(chunk)
                    if done > furthest:
                        furthest, failures = done, 0
                if answer.total is not None and done < answer.total:
                    raise Broken(f'the connection ended after {size_text(done)} of {size_text(answer.total)}')
                file.truncate()
                os.fsync(file.fileno())
                if answer.told or digest_of(part, entry) == entry.digest:
                    return
                raise Broken(f'it ended after {size_text(done)}, its length is not told, and its checksum is another')
            except Broken as broken:
                failures += 1
                if failures >= tries:
                    raise Failure(f'{source.name(entry.path)}: no progress in {tries} attempts ({broken}); is it reachable from here (network policy, proxy)?') from None
                file.flush()
                stop.wait(min(30, 2 ** (failures - 1)) * random.uniform(0.5, 1) * source.patience)
                if stop.is_set():
                    raise Failure('another file failed') from None


def reason_of(error: BaseException) -> str:
    """Why a connection failed, without the address, which may carry a signature."""
    inner = getattr(error, 'reason', error)
    if isinstance(inner, ssl.SSLCertVerificationError):
        return f'its certificate is not trusted: {inner.verify_message}'
    if isinstance(inner, http.client.RemoteDisconnected):
        return 'it hung up'
    return (inner.strerror if isinstance(inner, OSError) and inner.strerror else type(inner).__name__) or 'unknown'
