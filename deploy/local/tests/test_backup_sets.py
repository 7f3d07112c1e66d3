"""What lies in a folder of backups is read with care: half-made, damaged and foreign sets are told apart in sentences."""

import hashlib
import json
from pathlib import Path

import pytest

from suite.backup import objects
from suite.backup.sets import FORMAT, Manifest, ManifestBroken, NoSuchSet, Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "backups", tmp_path / "keys")


def a_set(places: Places, name: str, text: str) -> None:
    folder = places.sets / name
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(text)


def test_where_there_is_none_the_sentence_says_how_to_make_one(places: Places):
    with pytest.raises(NoSuchSet, match="parvis backup"):
        places.find(None)


def test_a_set_that_was_interrupted_does_not_count(places: Places):
    begun = places.begin()
    (begun.folder / "databases.tar.age").write_bytes(b"half")

    assert places.names() == []


def test_an_unknown_name_names_those_there_are(places: Places):
    a_set(places, "20261129T120000000Z", json.dumps({"name": "20261129T120000000Z", "began": "now"}))

    with pytest.raises(NoSuchSet, match="20261129T120000000Z"):
        places.find("yesterday")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"name": "without its beginning"}'])
def test_a_manifest_that_cannot_be_read_is_told(places: Places, text: str):
    a_set(places, "one", text)

    with pytest.raises(ManifestBroken, match="illisible"):
        _ = places.find("one").manifest


def test_what_a_later_parvis_has_added_does_not_hide_its_format(places: Places):
    told = {"name": "later", "began": "then", "format": FORMAT + 1, "of_tomorrow": True}
    a_set(places, "later", json.dumps(told))

    assert places.find("later").manifest == Manifest("later", "then", format=FORMAT + 1)


def test_a_set_that_cannot_be_read_hides_no_other(places: Places):
    a_set(places, "broken", "{")
    a_set(places, "whole", json.dumps({"name": "whole", "began": "then"}))

    sets, unreadable = places.readable()

    assert ([one.name for one in sets], unreadable) == (["whole"], ["broken"])


def test_what_is_wrong_with_each_object_is_said(places: Places):
    one, named = places.begin(), []
    for key, kept, found in (("a", b"same", b"same"), ("b", b"kept", b"tkep"), ("c", b"lost", None)):
        named.append({"bucket": "documents", "key": key, "size": 4, "sha256": hashlib.sha256(kept).hexdigest()})
        if found is not None:
            path = objects.place(one, "documents", key)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(found)
    one.objects.write_text("".join(json.dumps(line) + "\n" for line in named))
    one.close(Manifest(one.name, "then", objects_digest=hashlib.sha256(one.objects.read_bytes()).hexdigest()))

    whole = [*objects.verify(one)]
    one.objects.write_text("")
    altered = [*objects.verify(one)]
    one.objects.unlink()

    assert whole == ["documents/b is not what was copied", "documents/c is missing"]
    assert altered == ["objects.jsonl is not what was written"]
    assert [*objects.verify(one)] == ["objects.jsonl is missing"]
