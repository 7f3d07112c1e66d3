"""Debian's own packages, unpacked beside the checkout: nothing is installed, and nobody needs to be root."""

import shutil
import subprocess
import tempfile
from pathlib import Path


def unpacked(*packages: str, into: Path) -> bool:
    """False where they cannot be had: another system, no network."""
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        fetched = subprocess.run(
            ["apt-get", "download", *packages], cwd=folder, check=False, capture_output=True, timeout=120
        )
        if fetched.returncode != 0:
            return False
        into.mkdir(parents=True, exist_ok=True)
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg", "-x", package, into], check=True, capture_output=True, timeout=60)
    return True
