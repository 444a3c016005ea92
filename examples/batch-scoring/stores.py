"""Where shards read and write. What is written is whole or not there, and of two who create one name the first one wins."""

import os
import tempfile
import uuid
from pathlib import Path


class Folder:
    """A folder that all pods mount, or one of this machine."""

    def names(self, prefix):
        return sorted(str(path) for path in Path(prefix).glob("*.jsonl"))

    def lines(self, name):
        with open(name, encoding="utf-8") as file:
            yield from file

    def exists(self, name):
        return os.path.exists(name)

    def put(self, name, source):
        """The content of a local file, under its name in one step."""
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        unfinished = f"{name}.{uuid.uuid4().hex}.tmp"
        with open(source, "rb") as read, open(unfinished, "wb") as written:
            while chunk := read.read(1 << 20):
                written.write(chunk)
            written.flush()
            os.fsync(written.fileno())
        os.rename(unfinished, name)

    def create(self, name, text):
        """The text that stands there then, which is another one's if that came first: a link, unlike a rename, replaces nothing."""
        unfinished = f"{name}.{uuid.uuid4().hex}.tmp"
        Path(unfinished).write_text(text, encoding="utf-8")
        try:
            os.link(unfinished, name)
            return text
        except FileExistsError:
            return Path(name).read_text(encoding="utf-8")
        finally:
            os.unlink(unfinished)

    def remove(self, name):
        os.unlink(name)


class S3:
    """S3, or what speaks its protocol (AWS_ENDPOINT_URL). An object is there when all of it is; two writers are told apart by If-None-Match."""

    def __init__(self):
        import boto3

        self.client = boto3.client("s3")

    def names(self, prefix):
        bucket, key = self._at(prefix.rstrip("/") + "/")
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key)
        return sorted(f"s3://{bucket}/{item['Key']}" for page in pages for item in page.get("Contents", []) if item["Key"].endswith(".jsonl"))

    def lines(self, name):
        bucket, key = self._at(name)
        for line in self.client.get_object(Bucket=bucket, Key=key)["Body"].iter_lines():
            yield line.decode("utf-8")

    def exists(self, name):
        bucket, key = self._at(name)
        # asking for an object by name would need no more rights, but says 403 where listing is not allowed
        return any(item["Key"] == key for item in self.client.list_objects_v2(Bucket=bucket, Prefix=key, MaxKeys=1).get("Contents", []))

    def put(self, name, source):
        bucket, key = self._at(name)
        self.client.upload_file(source, bucket, key)

    def create(self, name, text):
        from botocore.exceptions import ClientError

        bucket, key = self._at(name)
        try:
            self.client.put_object(Bucket=bucket, Key=key, Body=text.encode("utf-8"), IfNoneMatch="*")
            return text
        except ClientError as error:
            # 412: there is one, and it may be ours, when the answer to the first request was lost; 409: another one is writing, or gave up, and then there is none
            if error.response["ResponseMetadata"]["HTTPStatusCode"] not in (409, 412):
                raise
        return self.client.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8")

    def remove(self, name):
        bucket, key = self._at(name)
        self.client.delete_object(Bucket=bucket, Key=key)

    def _at(self, uri):
        bucket, _, key = uri[len("s3://"):].partition("/")
        return bucket, key


def store_of(uri):
    if uri.startswith("s3://"):
        return S3()
    if uri.startswith("/"):
        return Folder()
    raise ValueError(f"no store for {uri}")


def local_file():
    return tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl")
