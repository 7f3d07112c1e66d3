"""What was erased is written down outside of the database, once, before anybody hears of it."""

from pathlib import Path
from uuid import uuid4

from chassis.erasures import Erasure, Ledger


def an_erasure() -> Erasure:
    account = uuid4()
    return Erasure(
        uuid4(), "identity", "identity.account.erased.v1", uuid4(), account, "test", {"account_id": str(account)}
    )


def test_it_is_read_as_it_was_noted(tmp_path: Path):
    erasures = [an_erasure(), an_erasure()]

    Ledger(tmp_path / "erasures.jsonl").note(erasures)

    assert Ledger(tmp_path / "erasures.jsonl").read() == erasures


def test_what_is_published_again_is_noted_once(tmp_path: Path):
    path, erasure = tmp_path / "erasures.jsonl", an_erasure()
    ledger = Ledger(path)

    ledger.note([erasure])
    ledger.note([erasure])
    Ledger(path).note([erasure])

    assert len(path.read_text().splitlines()) == 2
    assert ledger.read() == [erasure]


def test_a_line_that_a_crash_cut_is_no_line(tmp_path: Path):
    path, erasure = tmp_path / "erasures.jsonl", an_erasure()
    Ledger(path).note([erasure])
    with path.open("a") as stream:
        stream.write('{"event_id": "0193')

    assert Ledger(path).read() == [erasure]


def test_without_a_place_nothing_is_noted():
    ledger = Ledger(None)

    ledger.note([an_erasure()])

    assert ledger.read() == []
