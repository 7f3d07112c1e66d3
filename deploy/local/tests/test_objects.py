"""A service's credential opens its own bucket and nothing else; nobody enters by the back doors."""

import http.client
import io
import os
from datetime import timedelta

import httpx
import pytest
from minio import Minio
from minio.error import S3Error

from kit.servers import Servers

DENIED = r"AccessDenied|Access Denied"


def client(servers: Servers, name: str, secret: str) -> Minio:
    return Minio(servers.s3.url.removeprefix("http://"), name, secret, secure=False)


@pytest.fixture(scope="module")
def documents(servers: Servers) -> Minio:
    return client(servers, "documents", servers.keyring.passwords("objects")["documents"])


def test_the_documents_credential_writes_and_reads_its_bucket(documents: Minio) -> None:
    documents.put_object("documents", "pièce", io.BytesIO(b"bytes"), 5)

    assert documents.get_object("documents", "pièce").read() == b"bytes"


def test_it_makes_no_bucket_and_sees_no_other(documents: Minio) -> None:
    with pytest.raises(S3Error, match=DENIED):
        documents.make_bucket("elsewhere")
    with pytest.raises(S3Error, match=DENIED):
        documents.put_object("elsewhere", "x", io.BytesIO(b"x"), 1)
    with pytest.raises(S3Error, match=DENIED):
        list(documents.list_objects("elsewhere"))


def test_a_wrong_secret_is_refused(servers: Servers) -> None:
    with pytest.raises(S3Error, match="SignatureDoesNotMatch"):
        client(servers, "documents", "guess").bucket_exists("documents") or client(
            servers, "documents", "guess"
        ).get_object("documents", "x")


@pytest.mark.parametrize(
    ("door", "method", "path"),
    [
        ("filer.port", "GET", "/buckets/documents/secret"),
        ("filer.port", "GET", "/buckets/"),
        ("filer.port", "PUT", "/buckets/documents/x"),
        ("master.port", "POST", "/col/delete?collection=documents"),
        ("master.port", "GET", "/dir/status"),
        ("volume.port", "GET", "/1,00"),
        ("admin.port", "GET", "/"),
    ],
)
def test_the_inner_doors_answer_nobody(servers: Servers, documents: Minio, door: str, method: str, path: str) -> None:
    documents.put_object("documents", "secret", io.BytesIO(b"bytes"), 5)
    inside = http.client.HTTPConnection("127.0.0.1", servers.s3.inner[door], timeout=60)

    inside.request(method, path, body=b"x" if method == "PUT" else None)

    assert inside.getresponse().status in {401, 404}
    assert documents.get_object("documents", "secret").read() == b"bytes"


def test_a_large_object_comes_in_parts_and_goes_out_by_a_signed_link(documents: Minio) -> None:
    content = os.urandom(12 << 20)

    documents.put_object("documents", "large", io.BytesIO(content), -1, part_size=5 << 20)
    link = documents.presigned_get_object("documents", "large", expires=timedelta(minutes=1))

    assert httpx.get(link, timeout=60).content == content
    assert httpx.get(link.replace("Signature=", "Signature=0"), timeout=60).status_code == 403


def test_it_is_ready_once_it_reads_what_it_kept(servers: Servers, documents: Minio) -> None:
    """It answers, and lists, some seconds before it has found its volumes again."""
    documents.put_object("documents", "l'une & l'autre pièce", io.BytesIO(b"kept"), 4)

    for _ in range(2):
        servers.s3.kill()
        servers.s3.start()
        assert documents.get_object("documents", "l'une & l'autre pièce").read() == b"kept"
