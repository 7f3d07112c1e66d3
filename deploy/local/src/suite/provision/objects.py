"""Buckets in a store that is not ours to start: the embedded one makes its own."""

from urllib.parse import urlsplit

from minio import Minio


def provision_bucket(url: str, bucket: str, *, access_key: str, secret_key: str) -> None:
    address = urlsplit(url)
    client = Minio(address.netloc, access_key, secret_key, secure=address.scheme == "https")
    if not client.bucket_exists(bucket):
        client.make_bucket(bucket)
