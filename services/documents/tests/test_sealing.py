"""Content at rest, without a server."""

from itertools import pairwise
from uuid import uuid4

import pytest

from documents.domain import keys
from documents.domain.refusals import IntegrityBroken, KeyDestroyed
from documents.domain.sealing import SEGMENT, Opener, Place, Sealer, sealed_size
from documents.storage.root_key import RootKeyFile
from kit.servers import Servers

pytestmark = pytest.mark.requirement("DV-06")
KEY = keys.new_key()
PLACE = Place(uuid4(), uuid4(), 1)


def sealed(*segments: bytes) -> tuple[bytes, list[bytes]]:
    sealer = Sealer(KEY, PLACE)
    return sealer.header, [sealer.seal(s, last=i == len(segments) - 1) for i, s in enumerate(segments)]


def opened(header: bytes, segments: list[bytes], *, key: bytes = KEY, place: Place = PLACE) -> list[bytes]:
    opener = Opener(key, place, header)
    return [opener.open(s, last=i == len(segments) - 1) for i, s in enumerate(segments)]


def test_what_is_sealed_opens_in_its_place():
    header, segments = sealed(b"a" * SEGMENT, b"b")

    assert opened(header, segments) == [b"a" * SEGMENT, b"b"]
    assert len(header) + sum(map(len, segments)) == sealed_size(SEGMENT + 1)


@pytest.mark.parametrize(
    "place",
    [PLACE._replace(tenant=uuid4()), PLACE._replace(file_id=uuid4()), PLACE._replace(version=2)],
    ids=["tenant", "file", "version"],
)
def test_it_opens_in_no_other_place(place: Place):
    header, segments = sealed(b"content")

    with pytest.raises(IntegrityBroken):
        opened(header, segments, place=place)


def test_segments_neither_move_nor_go_missing_nor_come_twice():
    header, (first, second, third) = sealed(b"1", b"2", b"3")

    for broken in ([second, first, third], [first, third], [first, second], [first, second, third, third], [third]):
        with pytest.raises(IntegrityBroken):
            opened(header, broken)


def test_the_same_content_never_looks_the_same():
    looks = [sealed(b"same")[1][0] for _ in range(3)]

    assert all(one != another for one, another in pairwise(looks))


def test_a_wrapped_key_opens_under_its_own_name_alone(servers: Servers):
    root = RootKeyFile(servers.keyring.master_key_file)
    made, wrapped = root.new_key("tenant/a")

    assert root.unwrap("tenant/a", wrapped) == made
    assert made not in wrapped
    with pytest.raises(IntegrityBroken):
        root.unwrap("tenant/b", wrapped)


def test_a_destroyed_key_stays_destroyed_for_every_process(servers: Servers):
    root, other = (RootKeyFile(servers.keyring.master_key_file) for _ in range(2))
    name = f"safe/{uuid4()}"
    _, wrapped = root.new_key(name)
    assert other.unwrap(name, wrapped)

    root.destroy(name)

    for one in (root, other, RootKeyFile(servers.keyring.master_key_file)):
        with pytest.raises(KeyDestroyed):
            one.unwrap(name, wrapped)
