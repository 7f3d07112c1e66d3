"""ClamAV's own daemon, with two signatures of ours (kit.clamav: Debian's packages, unpacked)."""

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from samples import a_pdf
from vault import Vault, in_chunks

from documents.checks.signatures import EICAR
from documents.scanning.clamd import Clamd
from documents.scanning.process import ChecksFailed
from kit.actors import a_visitor
from kit.clamav import clam_daemon

pytestmark = pytest.mark.requirement("DV-04")
MARK = b"parvis-says-this-is-malware"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    daemon = clam_daemon()
    if daemon is None:
        pytest.skip("no clamd on this machine, and Debian's packages cannot be had")
    folder = tmp_path_factory.mktemp("clamd")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # A local base of two lines: what a signature is, without the hundreds of megabytes of the public one.
    base = folder / "base"
    base.mkdir()
    lines = (f"Parvis.Test:0:*:{MARK.hex()}", f"Eicar.Local:0:*:{EICAR.hex()}")
    (base / "local.ndb").write_text("\n".join(lines) + "\n")
    settings = folder / "clamd.conf"
    settings.write_text(
        f"DatabaseDirectory {base}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\n"
        f"StreamMaxLength 25M\nLogFile {folder / 'log'}\nUser {'root' if os.getuid() == 0 else os.environ['USER']}\n"
    )
    process = subprocess.Popen(
        [daemon.program, "-c", str(settings)],
        env=daemon.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_it_listens(port, process, folder / "log")
        yield Clamd(f"tcp://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)


def _until_it_listens(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(900):
        with socket.socket() as wire:
            if wire.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text() if log.exists() else "clamd died"
        time.sleep(0.1)
    raise AssertionError("clamd does not listen")


async def once(content: bytes) -> AsyncIterator[bytes]:
    async for chunk in in_chunks(content):
        yield chunk


async def test_it_finds_what_it_knows_and_passes_what_it_does_not(clamd: Clamd):
    assert await clamd.malware_in(once(a_pdf("honest"))) is None
    assert await clamd.malware_in(once(a_pdf(MARK.decode()))) == "Parvis.Test.UNOFFICIAL"
    assert await clamd.malware_in(once(EICAR)) == "Eicar.Local.UNOFFICIAL"


async def test_what_it_finds_nobody_reads(clamd: Clamd, vault: Vault, tenant: UUID, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(vault.service.app.state.scanner, "_clamd", clamd)
    good = await vault.a_file(a_visitor(tenant), a_pdf("honest"), bundle=uuid4())
    bad = await vault.a_file(a_visitor(tenant), a_pdf(MARK.decode()), bundle=uuid4())

    await vault.check_everything()

    assert [await vault.status(file) for file in (good, bad)] == ["clean", "infected"]
    assert (await vault.row(bad))["cause"] == "Parvis.Test.UNOFFICIAL"


async def test_more_than_it_reads_is_no_verdict(clamd: Clamd):
    with pytest.raises(ChecksFailed):
        await clamd.malware_in(once(bytes(30_000_000)))
    await asyncio.sleep(0)
    assert await clamd.malware_in(once(a_pdf())) is None
