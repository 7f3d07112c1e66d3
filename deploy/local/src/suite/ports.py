"""Every port of the suite, counted from one base so that two suites run side by side."""

import os
import random
from dataclasses import dataclass

from suite.part import must_be_free
from suite.sentences import CannotGoOn, PortTaken
from suite.topology import SERVICES


@dataclass(frozen=True)
class Ports:
    base: int = 8000

    @classmethod
    def chosen(cls) -> "Ports":
        told = os.environ.get("PARVIS_PORT_BASE", "8000")
        if not told.isascii() or not told.isdigit() or not 1024 <= int(told) <= 65_000:
            raise CannotGoOn(
                f"PARVIS_PORT_BASE={told} n’est pas un nombre entre 1024 et 65000.",
                f"PARVIS_PORT_BASE={told} is not a number between 1024 and 65000.",
            )
        return cls(int(told))

    @property
    def public(self) -> int:
        return self.base

    @property
    def internal(self) -> int:
        return self.base + 1

    @property
    def faults(self) -> int:
        """Where exercises are begun and ended."""
        return self.base + 24

    @property
    def mailbox(self) -> int:
        return self.base + 25

    @property
    def traces(self) -> int:
        return self.base + 26

    @property
    def smtp(self) -> int:
        return self.base + 27

    @property
    def mail_in(self) -> int:
        """Where ticketing receives mails."""
        return self.base + 28

    @property
    def bounces(self) -> int:
        """Where the notifier receives what comes back from mails."""
        return self.base + 29

    def service(self, name: str) -> int:
        return self.base + 101 + SERVICES.index(name)

    @property
    def postgres(self) -> int:
        return self.base + 132

    @property
    def postgres_twin(self) -> int:
        """The second database server of a cluster."""
        return self.base + 133

    def twin_of(self, program: str, twin: int) -> int:
        """One of two processes of the same program, in a cluster: the program's own port is the balancer's."""
        entrances = {"gateway.public": self.base + 2, "gateway.internal": self.base + 4}
        if program in entrances:
            return entrances[program] + twin - 1
        return self.base + 151 + 10 * twin + SERVICES.index(program)

    @property
    def nats(self) -> int:
        return self.base + 142

    def nats_of(self, number: int) -> int:
        return self.nats + 2 * (number - 1)

    def nats_monitor_of(self, number: int) -> int:
        return self.nats_of(number) + 1

    def nats_route_of(self, number: int) -> int:
        return self.base + 179 + number

    @property
    def nats_monitor(self) -> int:
        return self.base + 143

    @property
    def s3(self) -> int:
        return self.base + 150

    @property
    def s3_inner(self) -> tuple[int, ...]:
        return tuple(range(self.base + 151, self.base + 160))

    def all(self) -> tuple[int, ...]:
        alone = (
            self.public,
            self.internal,
            self.faults,
            self.mailbox,
            self.traces,
            self.smtp,
            self.mail_in,
            self.bounces,
            self.postgres,
            self.nats,
        )
        clustered = (self.postgres_twin, *range(self.base + 2, self.base + 6), *range(self.base + 144, self.base + 148))
        twins = (self.twin_of(service, twin) for service in SERVICES for twin in (1, 2))
        routes = map(self.nats_route_of, (1, 2, 3))
        inner = (self.nats_monitor, self.s3, *self.s3_inner, *clustered, *twins, *routes)
        return (*alone, *inner, *map(self.service, SERVICES))


def free_base() -> int:
    """A base whose ports are all free now, below those that the system hands out: for a suite beside another one."""
    bases = list(range(12_000, 32_000, 200))
    random.shuffle(bases)
    return next(base for base in bases if all(_free(port) for port in Ports(base).all()))


def _free(port: int) -> bool:
    try:
        must_be_free(port, "")
    except PortTaken:
        return False
    return True
