"""Where files come from: a web server, and what all others have in common with it. Nothing here prints a credential, or an address with one in it."""
import base64
import http.client
import json
import os
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request

from files import CHUNK, Broken, Failure, Part, reason_of, size_text

RANGE = re.compile(r'bytes (\d+)-\d+/(\d+|\*)')
WORTH_A_TRY = (408, 425, 429, 500, 502, 503, 504)


class SameHostOnly(urllib.request.HTTPRedirectHandler):
    """What authorizes at one server is not shown to the one that it sends to."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new and urllib.parse.urlsplit(newurl)[:2] != urllib.parse.urlsplit(req.full_url)[:2]:
            for name in [name for name in new.headers if name.lower() in ('authorization', 'x-ms-version')]:
                del new.headers[name]
        return new


OPENER = urllib.request.build_opener(SameHostOnly)


class Http:
    """A folder of a web server; what the other sources that are read by HTTP have in common."""

    patience = 1.0

    def __init__(self, base, credential=None):
        self.base, self.credential = base.rstrip('/'), credential

    def name(self, path):
        return f'{self.base}/{path}' if path else self.base

    def url(self, path):
        return f'{self.base}/{urllib.parse.quote(path)}'

    def headers(self):
        secret = self.secret()
        if not secret:
            return {}
        kind = 'Basic ' + base64.b64encode(secret.encode()).decode() if ':' in secret else f'Bearer {secret}'
        return {'Authorization': kind}

    def secret(self):
        if not self.credential:
            return None
        try:
            with open(self.credential, encoding='utf-8') as file:
                return file.read().strip()
        except OSError as error:
            raise Failure(f'the credential cannot be read ({error.strerror}); is the key in its Secret?') from None

    def needs(self, path):
        return f'who asks may not read {self.name(path)}; ' + ('the token in the Secret needs read access' if self.credential else 'give the artifact credentials')

    def read(self, path, offset=0, tag=None):
        headers = {'Accept-Encoding': 'identity', 'User-Agent': 'cdk8s-ml-loader/1', **self.headers()}
        if offset:
            headers['Range'] = f'bytes={offset}-'
            if tag:
                headers['If-Range'] = tag
        answer = self.ask(self.url(path), headers, path)
        if answer is None:  # nothing is there from `offset` on
            return Part(iter(()), offset, offset, tag)
        length, etag = answer.length, answer.headers.get('ETag')
        start, total = part_of(answer.headers.get('Content-Range')) if answer.status == 206 else (0, length)
        told = total is not None or answer.status != 206 and answer.chunked
        return Part(chunks(answer, length), start, total, None if etag and etag.startswith('W/') else etag, told)

    def ask(self, url, headers, path):
        try:
            return OPENER.open(urllib.request.Request(url, headers=headers), timeout=30)
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 416:
                    return None
                raise self.refused(path, error.code) from None
        except (OSError, http.client.HTTPException) as error:
            if isinstance(getattr(error, 'reason', error), ssl.SSLCertVerificationError):
                raise Failure(f'{self.name(path)}: {reason_of(error)}') from None
            raise Broken(reason_of(error)) from None

    def refused(self, path, status):
        if status in (401, 403):
            return Failure(f'{status}: {self.needs(path)}')
        if status in (404, 410):
            return Failure(f'{status}: there is no {self.name(path)}; correct the address, or upload it')
        return Broken(f'the server answers {status}') if status in WORTH_A_TRY else Failure(f'{status}: {self.name(path)} was refused')

    def json(self, url, path):
        answer = self.ask(url, {'User-Agent': 'cdk8s-ml-loader/1', **self.headers()}, path)
        length, told = answer.length, answer.length is not None or answer.chunked
        try:
            return json.loads(b''.join(chunks(answer, length))), answer.headers
        except ValueError:
            if not told:
                raise Broken('an answer of no told length ended in the middle') from None
            raise Failure(f'{self.name(path)} does not answer as its protocol says; is the address the right one?') from None


def part_of(content_range):
    """Where a part of a file begins, and how long the file is, as far as the server tells."""
    ranged = RANGE.match(content_range or '')
    return (int(ranged[1]), None if ranged[2] == '*' else int(ranged[2])) if ranged else (None, None)


def chunks(stream, length=None):
    """What is read, all `length` bytes of it: reading piece by piece, http.client takes a connection that was cut for the end."""
    missing = length or 0
    try:
        with stream:
            for chunk in iter(lambda: stream.read(CHUNK), b''):
                missing -= len(chunk)
                yield chunk
    except (OSError, http.client.HTTPException) as error:
        raise Broken(reason_of(error)) from None
    if missing > 0:
        raise Broken(f'the connection ended {size_text(missing)} before the end')


def library(name, attribute):
    try:
        return getattr(__import__(name, fromlist=[attribute]), attribute)
    except ImportError:
        raise Failure(f'the image has no Python module {name}; choose a loader image that has it') from None
