"""Whoever asks before anything was started gets a sentence, whatever they ask."""

import socket
from pathlib import Path

import pytest

from suite.cli.main import main
from suite.installation import Installation


@pytest.mark.parametrize(
    "words", ["journal verify", "outbox", "keys rotate identity", "dead-letters list", "organisations list", "backup"]
)
def test_nothing_is_a_traceback(
    words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PARVIS_STATE", str(tmp_path))
    monkeypatch.setenv("PARVIS_PORT_BASE", "31900")

    code = main(words.split())

    said = capsys.readouterr().err
    assert (code, said.count("✗")) == (1, 1)
    assert "make up" in said or "make status" in said


def test_a_database_that_does_not_answer_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        monkeypatch.setenv("PARVIS_STATE", str(tmp_path))
        monkeypatch.setenv("PARVIS_DATABASE_URL", f"postgresql://nobody@127.0.0.1:{port}/postgres")
        Installation.chosen().keyring.ensure()

        code = main(["journal", "verify"])

    assert code == 1
    assert "postgres ne répond pas" in capsys.readouterr().err
