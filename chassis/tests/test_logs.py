"""What a process says of itself never stands in its way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FULL = Path("/dev/full")
SPEAKER = """
import sys
from chassis import logs
logs.start("test", "info")
logs.log.info("dossier submitted")
print("went on", file=sys.stderr)
"""


def test_who_logs_to_a_full_disk_goes_on():
    if not FULL.exists():
        pytest.skip("this system has no device that is always full")
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}

    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", SPEAKER],
            check=False,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )

    assert (done.returncode, done.stderr.strip()) == (0, "went on")
