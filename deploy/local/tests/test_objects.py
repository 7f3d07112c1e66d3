"""A service's credential opens its own bucket and nothing else; nobody enters by the back doors."""

import http.client
import io

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


def test_the_filer_behind_it_answers_nobody_without_a_key(servers: Servers, documents: Minio) -> None:
    documents.put_object("documents", "secret", io.BytesIO(b"bytes"), 5)
    filer = http.client.HTTPConnection("127.0.0.1", servers.s3.inner["filer.port"], timeout=5)

    statuses: list[int] = []
    for method, path in (("GET", "/buckets/documents/secret"), ("GET", "/buckets/"), ("PUT", "/buckets/documents/x")):
        filer.request(method, path, body=b"x" if method == "PUT" else None)
        answer = filer.getresponse()
        answer.read()
        statuses.append(answer.status)

    assert statuses == [401, 401, 401]
