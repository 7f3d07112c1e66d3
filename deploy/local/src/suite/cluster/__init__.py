"""The suite as it runs where one of everything is not enough, on one machine: `make cluster` (docs/decisions, docs/chaos.md).

Three NATS, a PostgreSQL that another one follows, two of each process of ours, and a balancer in front of each pair.
"""

import os

CHOSEN = "PARVIS_CLUSTER"
TWINS = (1, 2)
BUSES = (1, 2, 3)


def is_chosen() -> bool:
    return os.environ.get(CHOSEN, "0") not in ("", "0")


def twin_of(name: str) -> str:
    """`demarches.2` is one of `demarches`; other names are their own."""
    base, _, number = name.rpartition(".")
    return base if number.isdigit() else name
