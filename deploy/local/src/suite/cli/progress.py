"""One line per step, with its time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    def done(self, name: str, *, seconds: float | None = None, note: str = "") -> None:
        took = f"{seconds:5.1f} s" if seconds is not None else " " * 7
        print(f"  ✓ {name:<36}{took}  {note}".rstrip(), flush=True)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.done(name, seconds=time.monotonic() - began)
