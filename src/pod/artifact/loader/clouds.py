"""Object storage and registries: each is asked by its own protocol, with the identity that its own library finds. And of which of all sources an address is."""
import os
import re
import urllib.parse

from files import Broken, Entry, Failure, Part
from sources import Http, chunks, library, part_of

# https://docs.aws.amazon.com/boto3/latest/guide/credentials.html: these are asked before a credentials file, or where it has nothing
OTHER_IDENTITIES = ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE',
                    'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI')


class S3(Http):
    """https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"""

    def __init__(self, rest, endpoint, credential):
        self.bucket, _, prefix = rest.partition('/')
        self.prefix = prefix.strip('/')
        super().__init__(f's3://{self.bucket}/{self.prefix}', credential)
        if credential:  # it alone: the workload's identity may be of another account, or none that this server knows
            for name in OTHER_IDENTITIES:
                os.environ.pop(name, None)
            os.environ.update(AWS_SHARED_CREDENTIALS_FILE=credential, AWS_EC2_METADATA_DISABLED='true')
        os.environ.setdefault('AWS_RESPONSE_CHECKSUM_VALIDATION', 'when_required')  # the whole file is verified, whatever its parts
        session, config, self.errors = library('boto3', 'Session'), library('botocore.config', 'Config'), library('botocore', 'exceptions')
        try:
            self.client = session().client('s3', endpoint_url=endpoint, region_name=os.environ.get('AWS_REGION') or os.environ.get('AWS_DEFAULT_REGION') or 'us-east-1',
                                           config=config(connect_timeout=10, read_timeout=30, retries={'total_max_attempts': 1}, max_pool_connections=16))
        except (self.errors.BotoCoreError, ValueError) as error:
            raise Failure(f'{self.base}: {type(error).__name__}; correct the credentials file or the endpoint') from None

    def needs(self, path):
        arn = f'arn:aws:s3:::{self.bucket}/' + (f'{self.prefix}/*' if self.prefix else '*')
        return (f'who asks needs s3:GetObject on {arn} for {self.name(path)}, and kms:Decrypt where a key of KMS encrypts it; '
                'without s3:ListBucket a file that is not there is refused alike')

    def read(self, path, offset=0, tag=None):
        more = {**({'Range': f'bytes={offset}-'} if offset else {}), **({'IfMatch': tag} if tag else {})}
        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=f'{self.prefix}/{path}'.lstrip('/'), **more)
        except self.errors.ClientError as error:
            status = error.response['ResponseMetadata'].get('HTTPStatusCode', 0)
            code = error.response['Error'].get('Code', '')
            if status == 412:  # it has changed since
                return self.read(path)
            if status == 416:
                return Part(iter(()), offset, offset, tag)
            if code in ('InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken', 'InvalidToken'):
                raise Failure(f'{status}: {self.base} does not take the credentials ({code}); renew them in the Secret or the identity') from None
            raise self.refused(path, status) from None
        except (self.errors.NoCredentialsError, self.errors.PartialCredentialsError):
            remedy = ('correct the credentials file in the Secret, which has no keys of the profile ' + (os.environ.get('AWS_PROFILE') or 'default') if self.credential
                      else 'give the workload an identity, or the artifact a Secret with a credentials file')
            raise Failure(f'{self.base}: there are no AWS credentials; {remedy}') from None
        except self.errors.BotoCoreError as error:
            raise Broken(type(error).__name__) from None
        start, total = part_of(answer.get('ContentRange')) if answer['ResponseMetadata']['HTTPStatusCode'] == 206 else (0, answer['ContentLength'])
        return Part(self.body(answer['Body']), start, total, answer.get('ETag'))

    def body(self, stream):
        try:
            yield from chunks(stream)
        except (self.errors.BotoCoreError, library('urllib3.exceptions', 'HTTPError')) as error:
            raise Broken(type(error).__name__) from None


class Gcs(Http):
    """https://cloud.google.com/storage/docs/json_api/v1/objects/get"""

    def __init__(self, rest, endpoint, credential):
        self.bucket, _, prefix = rest.partition('/')
        self.prefix = prefix.strip('/')
        super().__init__(f'gs://{self.bucket}/{self.prefix}', credential)
        self.api = (endpoint or 'https://storage.googleapis.com').rstrip('/')
        self.auth, self.account = library('google', 'auth'), None
        self.request, self.auth_errors = library('google.auth.transport.requests', 'Request'), library('google.auth', 'exceptions')

    def url(self, path):
        name = urllib.parse.quote(f'{self.prefix}/{path}'.lstrip('/'), safe='')
        return f'{self.api}/storage/v1/b/{self.bucket}/o/{name}?alt=media'

    def headers(self):
        scopes = ['https://www.googleapis.com/auth/devstorage.read_only']
        try:
            if self.account is None:
                load = self.auth.load_credentials_from_file
                self.account = (load(self.credential, scopes=scopes) if self.credential else self.auth.default(scopes=scopes))[0]
            if not self.account.valid:
                self.account.refresh(self.request())
        except self.auth_errors.TransportError:
            raise Broken('no token can be had yet') from None
        except self.auth_errors.GoogleAuthError as error:
            raise Failure(f'{self.base}: no token can be had ({type(error).__name__}); give the workload an identity, or the artifact a Secret with a key') from None
        return {'Authorization': f'Bearer {self.account.token}'}

    def needs(self, path):
        return f'who asks needs storage.objects.get on the bucket {self.bucket} (roles/storage.objectViewer) for {self.name(path)}'


class Azure(Http):
    """https://learn.microsoft.com/rest/api/storageservices/get-blob"""

    def __init__(self, rest, endpoint, credential):
        self.account, self.container, *prefix = rest.strip('/').split('/')
        super().__init__('/'.join([f'az://{self.account}', self.container, *prefix]), credential)
        self.root = '/'.join([(endpoint or f'https://{self.account}.blob.core.windows.net').rstrip('/'), self.container, *map(quoted, prefix)])
        self.identity = None if credential else library('azure.identity', 'DefaultAzureCredential')(exclude_interactive_browser_credential=True)

    def url(self, path):
        secret = self.secret()
        return f'{self.root}/{urllib.parse.quote(path)}' + (f'?{secret.lstrip("?")}' if secret else '')

    def headers(self):
        version = {'x-ms-version': '2021-08-06'}
        if self.credential:
            return version
        try:
            return {**version, 'Authorization': f'Bearer {self.identity.get_token("https://storage.azure.com/.default").token}'}
        except library('azure.core.exceptions', 'AzureError') as error:
            raise Failure(f'{self.base}: no token can be had ({type(error).__name__}); give the workload an identity, or the artifact a Secret with a shared access signature') from None

    def needs(self, path):
        how = 'the shared access signature needs the permission to read' if self.credential else 'who asks needs the role Storage Blob Data Reader on it'
        return f'{how}: container {self.container} of {self.account}, for {self.name(path)}'


class HuggingFace(Http):
    """https://huggingface.co/docs/hub/api: the Hub has checksums of every file of a commit."""

    def __init__(self, rest, endpoint, credential):
        self.repository, _, self.commit = rest.rpartition('@')
        self.hub = (endpoint or 'https://huggingface.co').rstrip('/')
        super().__init__(f'{self.hub}/{self.repository}/resolve/{self.commit}', credential)

    def needs(self, path):
        return f'who asks may not read {self.repository} on {self.hub}; accept its licence there, and give the artifact a token that may read it'

    def listing(self):
        """Every file of the commit, with its checksum."""
        url, entries = f'{self.hub}/api/models/{self.repository}/tree/{self.commit}?recursive=true', []
        while url:
            page, headers = self.json(url, '')
            for item in page:
                if item['type'] == 'file':
                    large = item.get('lfs')
                    entries.append(Entry(item['path'], 'sha256' if large else 'git', large['oid'] if large else item['oid'], item['size']))
            following = re.search(r'<([^>]+)>;\s*rel="next"', headers.get('Link') or '')
            url = following and following[1]
            if url and not url.startswith(f'{self.hub}/'):
                raise Failure(f'{self.hub} continues its list of files on another server')
        return entries


def mlflow(rest, endpoint, credential):
    """https://mlflow.org/docs/latest/api_reference/rest-api.html: where a version's files are is the registry's to say."""
    model, _, version = rest.rpartition('/')
    server = Http(endpoint, credential)
    server.needs = lambda path: f'who asks needs the permission READ on the registered model {model} of {endpoint}' + ('' if credential else '; give the artifact a token')
    query = urllib.parse.urlencode({'name': model, 'version': version})
    answer, _ = server.json(f'{server.base}/api/2.0/mlflow/model-versions/get-download-uri?{query}', f'{model} {version}')
    place = urllib.parse.urlsplit(answer.get('artifact_uri') or '')
    if place.scheme == 'mlflow-artifacts':
        files = Http(f'{server.base}/api/2.0/mlflow-artifacts/artifacts/{quoted(place.path.strip("/"))}', credential)
        files.needs = server.needs
        return files
    if place.scheme in ('s3', 'gs'):
        return source_of(place.geturl(), os.environ.get('MLFLOW_S3_ENDPOINT_URL') if place.scheme == 's3' else None)
    if place.scheme == 'wasbs':
        return source_of(f'az://{place.hostname.split(".")[0]}/{place.username}{place.path}')
    raise Failure(f"{endpoint} keeps {model} {version} at a place of the kind '{place.scheme or 'file'}', which only itself can read; let it hand artifacts out (--serve-artifacts)")


def quoted(path):
    """As it can stand in an address; what is quoted stays so."""
    return urllib.parse.quote(path, safe='/%')


def source_of(address, endpoint=None, credential=None):
    """The source of an address."""
    scheme, _, rest = address.partition('://')
    if scheme == 'models':
        return mlflow(rest, endpoint, credential)
    kinds = {'s3': S3, 'gs': Gcs, 'az': Azure, 'hf': HuggingFace}
    if scheme in ('http', 'https'):
        return Http(address, credential)
    if scheme not in kinds:
        raise Failure(f"'{scheme}' is no source of artifacts")
    return kinds[scheme](rest, endpoint, credential)
