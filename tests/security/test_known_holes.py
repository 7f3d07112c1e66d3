"""Dependencies against what is publicly known of them: `make security`, where the advisories can be asked.

Not among the tests of each change: what was well yesterday is known to be broken today without anybody having changed it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from suite.assets import AssetsNotBuilt, npm
from suite.state import CHECKOUT

PROGRAM = "pip-audit==2.10.1"
"""In an environment of its own: nothing of the suite needs it."""
LOCKS = [CHECKOUT / folder for folder in ("gateway/assets", "tests/e2e/browser")]

pytestmark = pytest.mark.skipif(not os.environ.get("PARVIS_ADVISORIES"), reason="asked by make security")


def test_no_package_of_python_has_a_known_hole(tmp_path: Path):
    subprocess.run([sys.executable, "-m", "venv", tmp_path], check=True)
    subprocess.run([tmp_path / "bin" / "pip", "install", "--quiet", PROGRAM], check=True)
    lock = ["--requirement", CHECKOUT / "requirements.lock", "--require-hashes", "--no-deps", "--disable-pip"]
    command = [tmp_path / "bin" / "pip-audit", *lock, "--format", "json", "--progress-spinner", "off"]

    told = subprocess.run(command, check=False, capture_output=True, text=True)

    if not told.stdout.startswith("{"):
        pytest.skip(f"The advisories could not be asked: {told.stderr[-300:]}")
    packages = json.loads(told.stdout)["dependencies"]
    known = [one for one in packages if "vulns" in one]
    if not known:
        pytest.skip(f"The advisories know none of these {len(packages)} packages: is this index a copy without them?")
    assert [(one["name"], one["version"], hole["id"]) for one in known for hole in one["vulns"]] == []


@pytest.mark.parametrize("folder", LOCKS, ids=lambda folder: folder.name)
def test_no_package_of_the_browser_has_a_known_hole(folder: Path):
    try:
        npm(folder, "audit", "--package-lock-only", "--audit-level=moderate")
    except AssetsNotBuilt as told:
        if "audit endpoint returned an error" in str(told):
            pytest.skip("The advisories could not be asked: this registry does not answer for them.")
        raise
