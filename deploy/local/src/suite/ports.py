"""Every port of the suite, counted from one base so that two suites run side by side."""

import os
from dataclasses import dataclass

from suite.topology import SERVICES


@dataclass(frozen=True)
class Ports:
    base: int = 8000

    @classmethod
    def chosen(cls) -> "Ports":
        return cls(int(os.environ.get("PARVIS_PORT_BASE", "8000")))

    @property
    def public(self) -> int:
        return self.base

    @property
    def internal(self) -> int:
        return self.base + 1

    @property
    def mailbox(self) -> int:
        return self.base + 25

    @property
    def traces(self) -> int:
        return self.base + 26

    @property
    def smtp(self) -> int:
        return self.base + 27

    def service(self, name: str) -> int:
        return self.base + 101 + SERVICES.index(name)

    @property
    def postgres(self) -> int:
        return self.base + 132

    @property
    def nats(self) -> int:
        return self.base + 142

    @property
    def nats_monitor(self) -> int:
        return self.base + 143

    @property
    def s3(self) -> int:
        return self.base + 150

    @property
    def s3_inner(self) -> tuple[int, ...]:
        return tuple(range(self.base + 151, self.base + 160))
