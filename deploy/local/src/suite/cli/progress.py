"""One line per step, with its time."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str) -> None:
    """To whoever still listens: `make up | head` must not stop what it started because nobody reads on."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115


class Progress:
    def done(self, name: str, *, seconds: float | None = None, note: str = "") -> None:
        took = f"{seconds:5.1f} s" if seconds is not None else " " * 7
        say(f"  ✓ {name:<36}{took}  {note}".rstrip())

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.done(name, seconds=time.monotonic() - began)
