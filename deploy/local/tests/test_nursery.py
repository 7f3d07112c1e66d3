"""The nursery forks what it is asked for, and a child that fails takes nobody with it."""

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from suite.nursery.parts import Forked, Nursery, forking

pytestmark = pytest.mark.skipif(not forking(), reason="the nursery is for Linux")


def until(look: object, *, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not look():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@pytest.fixture
def nursery(tmp_path: Path) -> Iterator[Nursery]:
    part = Nursery()
    process = part.spawn(tmp_path / "nursery.log")
    until(part.ready)
    yield part
    process.kill()
    process.wait()


def test_a_program_that_does_not_load_says_why_in_its_log_and_the_nursery_goes_on(
    nursery: Nursery, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        child = nursery.bear("nowhere", environment={"HOME": "/"}, log=tmp_path / f"{name}.log")
        until(lambda child=child: child.poll() is not None)

        assert "PARVIS_SERVICE is missing" in (tmp_path / f"{name}.log").read_text()


def test_nothing_is_born_while_the_nursery_is_down(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        Nursery().bear("identity", environment={}, log=tmp_path / "identity.log")


def test_a_child_is_watched_although_it_is_not_ours(nursery: Nursery, tmp_path: Path) -> None:
    # As seen from the test: the child of a shell that is its parent.
    shell = psutil.Popen(["sh", "-c", "sleep 300 & wait"])
    until(shell.children)
    grandchild = shell.children()[0]
    watched = Forked(grandchild.pid)
    assert watched.poll() is None

    grandchild.kill()

    assert watched.wait(5) == 0
    assert watched.poll() == 0
    shell.wait(5)
