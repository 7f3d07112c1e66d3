"""`make lock`: resolves what all members depend on into requirements.lock, with hashes and without any address."""

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from suite.part import program
from suite.state import CHECKOUT

OURS = "parvis-"


def wanted(checkout: Path = CHECKOUT) -> list[str]:
    """Each outside dependency of each member, once."""
    shared = ["contracts", "chassis", "gateway", "deploy/local", "tests/kit"]
    services = sorted(path.parent for path in checkout.glob("services/*/pyproject.toml"))
    found: set[str] = set()
    for member in [*(checkout / name for name in shared), *services]:
        project = tomllib.loads((member / "pyproject.toml").read_text())["project"]
        found.update(one for one in project["dependencies"] if not one.startswith(OURS))
    return sorted(found)


def main() -> int:
    with tempfile.NamedTemporaryFile("w", suffix=".in") as requirements:
        requirements.write("\n".join(wanted()) + "\n")
        requirements.flush()
        options = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate")
        resolved = subprocess.run(
            [program("uv"), "pip", "compile", "--quiet", *options, requirements.name, "-o", "requirements.lock"],
            check=False,
            cwd=CHECKOUT,
        )
    return resolved.returncode


if __name__ == "__main__":
    sys.exit(main())
