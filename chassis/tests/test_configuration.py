"""What is wrong with a configuration is told in sentences, all at once, before anything opens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chassis.configuration import known, misspelt

NO_NUMBER = "input should be a valid integer, unable to parse string as an integer"


def serving(**told: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **told}
    command = [sys.executable, "-m", "chassis.serve", "identity"]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=120)


@pytest.mark.requirement("SR-03")
def test_each_mistake_has_its_sentence_and_no_value_is_told(tmp_path: Path):
    said = serving(
        PARVIS_SERVICE="identity",
        PARVIS_HTTP_PORT="eight",
        PARVIS_NATS_PASSWORD="hunter2",
        PARVIS_RATE_LIMTS="2",
        PARVIS_TRUST_FILE=str(tmp_path / "trust"),
        PARVIS_SECRET_FILE=str(tmp_path / "secret"),
    )

    assert said.returncode == 2
    assert said.stderr.splitlines() == [
        "configuration: PARVIS_RATE_LIMTS is not a setting; PARVIS_RATE_LIMITS is.",
        f"configuration: PARVIS_HTTP_PORT is not understood: {NO_NUMBER}.",
        "configuration: PARVIS_SIGNING_KEY_FILE is missing.",
    ]


def test_a_name_that_resembles_none_is_somebody_elses():
    assert misspelt(["PARVIS_STATE", "PARVIS_PORT_BASE", "HOME", "PARVIS_NATS_REPLICAS"], known=known()) == []
    assert misspelt(["PARVIS_DATABSE_URL"], known=known()) == [
        "PARVIS_DATABSE_URL is not a setting; PARVIS_DATABASE_URL is."
    ]
