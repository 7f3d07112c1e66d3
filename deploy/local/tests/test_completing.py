"""Tab completes names as well as commands, in the shell's own words."""

import os
import subprocess
import sys

import pytest

from suite.topology import SERVICES, SIGNERS

OF_BASH = {"_PARVIS_COMPLETE": "complete_bash"}


def proposed(*words: str) -> list[str]:
    told = {**os.environ, **OF_BASH, "COMP_WORDS": " ".join(["parvis", *words]), "COMP_CWORD": str(len(words))}
    program = "import sys; from suite.cli.main import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", program], env=told, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("dead",), ["dead-letters"]),
        (("keys", "rotate", ""), list(SIGNERS)),
        (("outbox", "--service", "d"), [name for name in SERVICES if name.startswith("d")]),
        (("fault", "on", "slow"), ["slow-mail", "slow-database"]),
    ],
)
def test_what_begins_so_is_proposed(words: tuple[str, ...], expected: list[str]):
    assert proposed(*words) == expected


@pytest.mark.parametrize("words", [("restart", ""), ("logs", ""), ("restore", "")])
def test_where_nothing_runs_nothing_is_proposed(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: object
):
    monkeypatch.setenv("PARVIS_STATE", str(tmp_path))

    assert proposed(*words) == []
