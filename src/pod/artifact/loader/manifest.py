"""The files that an artifact has to have, and their checksums."""
import fnmatch
import hashlib
import json
import os
import re
import time
from typing import List, NamedTuple, Optional

from files import Broken, Entry, Failure, size_text

LINE = re.compile(r'^([0-9a-fA-F]{64})[ ][ *](.+)$')
SAVED = '.loader-manifest'


class Listing(NamedTuple):
    """What has to be there, and what stands for it as a whole."""

    revision: str
    entries: List[Entry]


def listing_of(source, manifest: str, pinned: Optional[str], patterns: List[str], tries: int) -> Listing:
    """The listing that the source has, which has to be the one that is pinned."""
    if pinned is None and hasattr(source, 'listing'):
        entries = again(source.listing, source.base, tries, source.patience)
        revision = source.commit
    else:
        text = again(lambda: text_of(source, manifest, pinned), source.name(manifest), tries, source.patience)
        digest = hashlib.sha256(text).hexdigest()
        if pinned and pinned != f'sha256:{digest}':
            raise Failure(f'{source.name(manifest)} has the digest sha256:{digest} and the program pins {pinned}; '
                          'something else was uploaded: give its digest, or upload the right one')
        entries, revision = parsed(text, source.name(manifest), manifest), digest
    wanted = [entry for entry in entries if not patterns or any(fnmatch.fnmatchcase(entry.path, pattern) for pattern in patterns)]
    if not wanted:
        raise Failure(f'{source.name(manifest)} has no file' + (f' that matches {", ".join(patterns)}' if patterns else ''))
    for entry in wanted:
        check_path(entry.path)
    return Listing(revision_of(revision, patterns), wanted)


def text_of(source, manifest: str, pinned: Optional[str]) -> bytes:
    """All of the checksums: those that were cut at the end of a line would pass for fewer files."""
    part = source.read(manifest)
    text = b''.join(part.stream)
    if part.start != 0 or part.total not in (None, len(text)):
        raise Broken('the server sends a part of it only')
    if not part.told and pinned is None:
        raise Failure(f'{source.name(manifest)} comes without its length, so that a part of it would pass for the whole; let the server send Content-Length, or pin its digest')
    if not part.told and pinned != f'sha256:{hashlib.sha256(text).hexdigest()}':
        raise Broken(f'it ended after {size_text(len(text))}, its length is not told, and its digest is another than is pinned')
    return text


def revision_of(whole: str, patterns: List[str]) -> str:
    """What stands for a part of an artifact."""
    return hashlib.sha256(json.dumps([whole, patterns]).encode()).hexdigest() if patterns else whole


def parsed(text: bytes, name: str, manifest: str) -> List[Entry]:
    found = {}
    for number, line in enumerate(text.decode('utf-8', 'replace').splitlines(), 1):
        match = LINE.match(line)
        if not match:
            raise Failure(f'line {number} of {name} is none of sha256sum; make it with: sha256sum FILE... > {manifest}')
        path = re.sub(r'^(\./)+', '', match[2])
        if path in found and found[path].digest != match[1].lower():
            raise Failure(f'{name} has two checksums of {path}; make it anew')
        if path != manifest:
            found[path] = Entry(path, 'sha256', match[1].lower(), None)
    return list(found.values())


def check_path(path: str) -> None:
    parts = path.split('/')
    if path.startswith('/') or '\0' in path or any(part in ('', '.', '..') for part in parts) or parts[0] == SAVED:
        raise Failure(f'{path!r} is no path below an artifact; correct the checksums')


def again(ask, name: str, tries: int, patience: float):
    """Asks until there is an answer."""
    for attempt in range(1, tries + 1):
        try:
            return ask()
        except Broken as broken:
            if attempt == tries:
                raise Failure(f'{name}: no answer in {tries} attempts ({broken}); is it reachable from here (network policy, proxy)?') from None
            time.sleep(min(30, 2 ** (attempt - 1)) * patience)


def save(listing: Listing, folder: str) -> None:
    with open(os.path.join(folder, SAVED), 'w', encoding='utf-8') as file:
        json.dump(listing, file)
        file.flush()
        os.fsync(file.fileno())


def saved(folder: str) -> Optional[Listing]:
    """What was saved beside the files of a complete folder."""
    try:
        with open(os.path.join(folder, SAVED), encoding='utf-8') as file:
            revision, entries = json.load(file)
        return Listing(revision, [Entry(*entry) for entry in entries])
    except (OSError, ValueError, TypeError):
        return None
