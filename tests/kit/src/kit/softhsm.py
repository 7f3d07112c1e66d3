"""A security module for tests: SoftHSM, of the machine or unpacked beside the checkout. None where it cannot be had."""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from kit import debian
from suite.state import CHECKOUT

PACKAGES = ("libsofthsm2", "softhsm2")
CACHE = CHECKOUT / ".parvis" / "cache" / "softhsm"
PLACES = ("usr/lib/softhsm", "usr/lib/x86_64-linux-gnu/softhsm", "usr/lib/aarch64-linux-gnu/softhsm")
PIN = "271828"


class SoftHsm(NamedTuple):
    module: Path
    program: Path

    def a_token(self, folder: Path, label: str) -> None:
        """In a configuration of its own, which the library reads when it is loaded: once in a process."""
        (folder / "tokens").mkdir(parents=True, exist_ok=True)
        (folder / "pin").write_text(PIN)
        configuration = folder / "softhsm2.conf"
        configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(configuration)
        made = ["--init-token", "--free", "--label", label, "--so-pin", "314159", "--pin", PIN]
        subprocess.run([self.program, "--module", self.module, *made], check=True, capture_output=True, timeout=60)


def softhsm() -> SoftHsm | None:
    return _found(Path("/")) or _found(CACHE) or (_found(CACHE) if debian.unpacked(*PACKAGES, into=CACHE) else None)


def _found(root: Path) -> SoftHsm | None:
    program = root / "usr/bin/softhsm2-util"
    modules = [root / place / "libsofthsm2.so" for place in PLACES]
    module = next((one for one in modules if one.exists()), None)
    return SoftHsm(module, program) if module is not None and program.exists() else None
