"""Brings a fresh clone to a working .venv with nothing but Python, pip and make. Standard library only, and old syntax:
an old Python must be able to read this file to be told that it is too old."""

import fcntl
import hashlib
import os
import subprocess
import sys
import time

CHECKOUT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(CHECKOUT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
UV = os.path.join(VENV, "bin", "uv")
# In .venv, so that removing it is enough to begin again.
STAMP = os.path.join(VENV, "parvis-installed")
OLDEST = (3, 11)
VERSION = "{}.{}".format(*sys.version_info)
SHARED = ("contracts", "chassis", "gateway", "deploy/local", "tests/kit")


class Stop(Exception):
    """What to tell the person, and nothing more."""


def main():
    if sys.version_info < OLDEST:
        raise Stop(
            f"Python {VERSION} est trop ancien, il faut Python 3.11 ou plus récent : make up PYTHON=python3.12 "
            f"/ Python {VERSION} is too old, Python 3.11 or newer is needed: make up PYTHON=python3.12"
        )
    os.makedirs(os.path.join(CHECKOUT, ".parvis"), exist_ok=True)
    with open(os.path.join(CHECKOUT, ".parvis", "bootstrap.lock"), "w") as lock:
        # Two `make` at once: the second waits, then finds everything installed.
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = digest()
        if installed() == wanted:
            return
        print("Installation (une seule fois) / Installing (once)")
        make_venv()
        install()
        with open(STAMP, "w") as stamp:
            stamp.write(wanted)


def members():
    services = os.path.join(CHECKOUT, "services")
    found = sorted(os.path.join("services", name) for name in os.listdir(services)) if os.path.isdir(services) else []
    return [m for m in [*SHARED, *found] if os.path.exists(os.path.join(CHECKOUT, m, "pyproject.toml"))]


def digest():
    """Of everything that decides what .venv holds; the path too, because editable installs name it."""
    seen = hashlib.sha256(f"{CHECKOUT} {VERSION}".encode())
    files = ["requirements.lock", "deploy/local/bootstrap.txt"]
    for name in files + [os.path.join(member, "pyproject.toml") for member in members()]:
        with open(os.path.join(CHECKOUT, name), "rb") as stream:
            seen.update(name.encode() + b"\0" + stream.read() + b"\0")
    return seen.hexdigest()


def installed():
    try:
        with open(STAMP) as stamp:
            return stamp.read()
    except OSError:
        return None


def make_venv():
    # A moved checkout or an upgraded system Python leaves a .venv whose python does not start.
    if os.path.exists(PYTHON) and subprocess.call([PYTHON, "-c", ""], stderr=subprocess.DEVNULL) == 0:
        return
    try:
        step("environnement Python", [sys.executable, "-m", "venv", "--clear", VENV])
    except Stop as refused:
        raise Stop(
            "Python ne sait pas créer d’environnement virtuel : installez le paquet python3-venv de votre système "
            f"/ Python cannot create a virtual environment: install your system's python3-venv package\n{refused}"
        ) from None


def install():
    requirements = os.path.join(CHECKOUT, "deploy", "local", "bootstrap.txt")
    lock = os.path.join(CHECKOUT, "requirements.lock")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    step("installateur (uv)", [*pip, "--require-hashes", "-r", requirements])
    uv = [UV, "pip", "install", "--quiet", "--python", PYTHON]
    try:
        step(
            "dépendances (empreintes vérifiées)",
            [*uv, "--require-hashes", "--no-deps", "--compile-bytecode", "-r", lock],
        )
    except Stop:
        # pip knows mirrors that uv was not told about (pip.conf): slower, same hashes.
        step("dépendances, par pip", [*pip, "--require-hashes", "--no-deps", "-r", lock])
    paths = [os.path.join(CHECKOUT, member) for member in members()]
    editable = [argument for path in paths for argument in ("--editable", path)]
    step("membres de la suite", [*uv, "--no-deps", "--no-build-isolation", *editable])
    # Whatever PYTHONDONTWRITEBYTECODE says: a service starts four times faster from compiled files.
    sources = [os.path.join(path, "src") for path in paths]
    step("compilation", [PYTHON, "-m", "compileall", "-q", "-j", "0", *sources])


def step(name, command):
    shown = sys.stdout.isatty()
    if shown:
        print(f"  … {name}", end="\r", flush=True)
    began = time.time()
    done = subprocess.Popen(
        command, cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        output = done.communicate()[0].decode(errors="replace").strip()
    except KeyboardInterrupt:
        done.terminate()
        done.wait()
        raise
    if done.returncode:
        if "No space left" in output or "os error 28" in output:
            output = "Le disque est plein : libérez 2 Go. / The disk is full: free 2 GB.\n" + output
        raise Stop(f"{name} : échec / failed ({' '.join(command[:4])})\n{output[-3000:]}")
    print(f"  ✓ {name:<36}{time.time() - began:5.1f} s", flush=True)


if __name__ == "__main__":
    try:
        main()
    except Stop as stop:
        sys.exit(f"✗ {stop}")
    except KeyboardInterrupt:
        sys.exit("\nInterrompu ; make up reprendra là. / Interrupted; make up will go on from here.")
    except OSError as error:
        if error.errno == 28:
            sys.exit(
                "✗ Le disque est plein : libérez 2 Go, puis relancez. / The disk is full: free 2 GB, then run again."
            )
        raise
