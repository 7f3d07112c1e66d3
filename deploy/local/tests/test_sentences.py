"""What cannot go on is said in words that help."""

import socket
from pathlib import Path

import httpx
import pytest

from chassis.configuration import known, misspelt
from suite.cli import main, status
from suite.cli.faults import NoExercise, switch
from suite.cli.status import table
from suite.cli.up import OURS_ALONE
from suite.installation import Installation
from suite.part import HOST, must_be_free
from suite.sentences import CannotGoOn, PortTaken
from suite.supervisor.records import Condition, Record


def test_a_port_in_use_gives_its_sentence() -> None:
    with socket.socket() as holder:
        holder.bind((HOST, 0))
        holder.listen()
        port = holder.getsockname()[1]

        with pytest.raises(PortTaken) as refusal:
            must_be_free(port, "postgres")

    assert str(port) in str(refusal.value)
    assert "déjà pris" in str(refusal.value)
    assert "PARVIS_PORT_BASE" in str(refusal.value)
    must_be_free(port, "postgres")


def test_a_command_that_cannot_go_on_says_so_and_returns_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*, json: bool) -> int:
        raise CannotGoOn("Il pleut.", "It rains.")

    monkeypatch.setattr(status, "status", refuse)

    code = main.main(["status"])

    assert code == 1
    assert "Il pleut. / It rains." in capsys.readouterr().err


def test_a_full_disk_is_said_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fill(*, json: bool) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(status, "status", fill)

    assert main.main(["status"]) == 1
    assert "plein" in capsys.readouterr().err


def test_status_is_a_table_that_reads_across() -> None:
    records = [
        Record("postgres", address="postgresql://127.0.0.1:8132", condition=Condition.RUNNING, pid=41, since=1000.0),
        Record("demarches", address="http://127.0.0.1:8102", condition=Condition.FAILING, since=1060.0, restarts=3),
    ]

    lines = table(records, now=1065.0).splitlines()

    assert "✓" in lines[1]
    assert "postgres " in lines[1]
    assert "0:01:05" in lines[1]
    assert "✗" in lines[2]
    assert "failing" in lines[2]
    assert lines[1].index("running") == lines[2].index("failing")


def test_a_name_that_only_the_suite_reads_is_missed_when_it_is_misspelt() -> None:
    told = ("PARVIS_PORT_BASE", "PARVIS_PORT_BASSE", "PARVIS_BACKUP", "PARVIS_OF_SOMEBODY_ELSE", "HOME")

    assert misspelt(told, known=known() | OURS_ALONE) == [
        "PARVIS_BACKUP is not a setting; PARVIS_BACKUPS is.",
        "PARVIS_PORT_BASSE is not a setting; PARVIS_PORT_BASE is.",
    ]


def test_an_exercise_that_there_is_not_is_refused_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PARVIS_STATE", str(tmp_path))
    Installation.chosen().state.ensure()
    Installation.chosen().keyring.ensure()
    monkeypatch.setattr(
        httpx, "request", lambda *_, **__: httpx.Response(404, json={"title": "There is no such fault."})
    )

    with pytest.raises(NoExercise) as refusal:
        switch("nothing", on=True, seconds=60, json=False)

    french, _, english = str(refusal.value).partition(" / ")
    assert french == "Pas d’exercice : « nothing » n’en est pas un (make up, parvis fault list)."
    assert english == "No exercise: there is no such fault."
