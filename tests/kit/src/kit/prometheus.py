"""Prometheus and promtool for tests: of the machine, or Debian's, unpacked beside the checkout."""

import shutil
from pathlib import Path

from kit import debian
from suite.state import CHECKOUT

CACHE = CHECKOUT / ".parvis" / "cache" / "prometheus"


def program(name: str) -> Path | None:
    """`prometheus` or `promtool`; None where neither the machine nor Debian has it."""
    if told := shutil.which(name):
        return Path(told)
    kept = CACHE / "usr/bin" / name
    return kept if kept.exists() or (debian.unpacked("prometheus", into=CACHE) and kept.exists()) else None
