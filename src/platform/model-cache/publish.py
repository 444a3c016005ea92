"""Makes one object when a Job is done: the snapshot or the clone of a volume that the Job has filled.

An object that is there already is left as it is, so that this may run again.
"""
import argparse
import json
import os
import signal
import ssl
import sys
import time
import urllib.error
import urllib.request


class Failure(Exception):
    """What is wrong, in one line that names what to change."""


def options(argv):
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument('--job', required=True)
    parser.add_argument('--object', required=True, help='a file')
    parser.add_argument('--root', required=True, help='/api/v1, /apis/GROUP/VERSION')
    parser.add_argument('--resource', required=True)
    parser.add_argument('--settle', type=float, default=0, help='seconds from the end of the Job to the object')
    parser.add_argument('--until-ready', action='store_true', help='wait until it is ready to use')
    parser.add_argument('--server', default=f"https://{os.environ.get('KUBERNETES_SERVICE_HOST')}:{os.environ.get('KUBERNETES_SERVICE_PORT')}")
    parser.add_argument('--credentials', default='/var/run/secrets/kubernetes.io/serviceaccount')
    parser.add_argument('--pause', type=float, default=10, help='seconds between two looks')
    parser.add_argument('--tries', type=int, default=30, help='attempts to reach the server')
    parser.add_argument('--looks', type=int, default=720, help='at an object that is not ready')
    return parser.parse_args(argv)


def log(text):
    print(text, flush=True)


class Api:
    def __init__(self, args):
        self.args = args
        self.namespace = self.read('namespace')
        authority = os.path.join(args.credentials, 'ca.crt')
        self.context = ssl.create_default_context(cafile=authority) if args.server.startswith('https:') else None

    def read(self, name):
        with open(os.path.join(self.args.credentials, name)) as file:
            return file.read().strip()

    def ask(self, method, root, resource, name='', body=None):
        """The status and the answer; a server that cannot be reached, or is busy, is asked again."""
        path = f'{root}/namespaces/{self.namespace}/{resource}' + (f'/{name}' if name else '')
        problem = None
        for _ in range(self.args.tries):
            # a token is renewed while it is used
            headers = {'Authorization': f"Bearer {self.read('token')}", 'Accept': 'application/json', 'Content-Type': 'application/json'}
            request = urllib.request.Request(self.args.server + path, method=method, headers=headers, data=json.dumps(body).encode() if body else None)
            try:
                with urllib.request.urlopen(request, timeout=30, context=self.context) as answer:
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code != 429 and error.code < 500:
                    return error.code, message_of(error)
                problem = f'it answers {error.code}'
            except (OSError, ValueError) as error:
                problem = f'{getattr(error, "reason", None) or error}'
            time.sleep(self.args.pause)
        raise Failure(f'the API server cannot be asked in {self.args.tries} attempts ({problem}); do network policies let it be called?')

    def must(self, method, root, resource, name, body=None):
        status, answer = self.ask(method, root, resource, name if method == 'GET' else '', body)
        if status == 403:
            verb = 'get' if method == 'GET' else 'create'
            raise Failure(f'the ServiceAccount of this pod may not {verb} {resource} in namespace {self.namespace}; is its Role there, and bound to it?')
        return status, answer


def message_of(error):
    try:
        return json.load(error).get('message', '')
    except ValueError:
        return ''


def condition(job, kind):
    return next((one for one in job.get('status', {}).get('conditions', []) if one['type'] == kind and one['status'] == 'True'), None)


def wait_for_job(api, args):
    said = False
    while True:
        status, job = api.must('GET', '/apis/batch/v1', 'jobs', args.job)
        if status == 200 and condition(job, 'Complete'):
            return
        if status == 200 and condition(job, 'Failed'):
            raise Failure(f"Job {args.job} has failed ({condition(job, 'Failed').get('reason', 'no reason given')}); see what its pods say, mend it and delete both Jobs, so that they are made again")
        if not said:
            log(f'waiting for Job {args.job}' + ('' if status == 200 else ', which is not there yet'))
            said = True
        time.sleep(args.pause)


def create(api, args, wanted):
    kind, name = wanted['kind'], wanted['metadata']['name']
    status, answer = api.must('GET', args.root, args.resource, name)
    if status == 200:
        return log(f'{kind} {name} is there already')
    time.sleep(args.settle)
    status, answer = api.must('POST', args.root, args.resource, name, wanted)
    if status == 404:
        raise Failure(f"the cluster has no {wanted['apiVersion']} {kind}; install what brings it (for snapshots: kubernetes-csi/external-snapshotter)")
    if status == 409:
        return log(f'{kind} {name} is there already')
    if status >= 300:
        raise Failure(f'{kind} {name} is refused: {answer}')
    log(f'{kind} {name} is made')


def wait_until_ready(api, args, wanted):
    name, problem = wanted['metadata']['name'], None
    for _ in range(args.looks):
        status, found = api.must('GET', args.root, args.resource, name)
        state = found.get('status', {}) if status == 200 else {}
        if state.get('readyToUse'):
            return log(f"{wanted['kind']} {name} is ready")
        error = state.get('error', {}).get('message')
        if error and error != problem:
            log(f"{wanted['kind']} {name} is not ready: {error}")
        problem = error or problem
        time.sleep(args.pause)
    raise Failure(f"{wanted['kind']} {name} is still not ready ({problem or 'nobody says why'}); does its driver take snapshots, and is there a class for it?")


def main(argv):
    args = options(argv)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))  # as the first process of a container it would be ignored
    with open(args.object) as file:
        wanted = json.load(file)
    try:
        api = Api(args)
        wait_for_job(api, args)
        create(api, args, wanted)
        if args.until_ready:
            wait_until_ready(api, args, wanted)
    except Failure as failure:
        log(str(failure))
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
