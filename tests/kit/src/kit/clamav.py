"""ClamAV's daemon for tests: of the machine, named by PARVIS_CLAMD, or unpacked beside the checkout. Its public base of
signatures, hundreds of megabytes, is never fetched: tests bring lines of their own."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kit import debian
from suite.state import CHECKOUT

PACKAGES = ("clamav-daemon", "libclamav12", "libmspack0")
CACHE = CHECKOUT / ".parvis" / "cache" / "clamav"
LIBRARIES = ("usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu")


class ClamDaemon(NamedTuple):
    program: Path
    environment: dict[str, str]

    @property
    def starts(self) -> bool:
        """A library may be missing."""
        if not self.program.exists():
            return False
        asked = [self.program, "--help"]
        done = subprocess.run(asked, env=self.environment, check=False, capture_output=True, timeout=60)
        return done.returncode == 0


def clam_daemon() -> ClamDaemon | None:
    ways: tuple[Callable[[], ClamDaemon | None], ...] = (_named, _unpacked_before, _unpacked_now)
    return next((found for way in ways if (found := way()) is not None and found.starts), None)


def _named() -> ClamDaemon | None:
    told = os.environ.get("PARVIS_CLAMD") or shutil.which("clamd")
    return ClamDaemon(Path(told), dict(os.environ)) if told else None


def _unpacked_before() -> ClamDaemon:
    libraries = ":".join(str(CACHE / folder) for folder in LIBRARIES)
    return ClamDaemon(CACHE / "usr/sbin/clamd", {**os.environ, "LD_LIBRARY_PATH": libraries})


def _unpacked_now() -> ClamDaemon | None:
    return _unpacked_before() if debian.unpacked(*PACKAGES, into=CACHE) else None
