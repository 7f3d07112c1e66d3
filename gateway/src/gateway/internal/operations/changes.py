"""« What changed »: what a service says it runs, compared with what it said before."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from gateway.internal.operations.samples import Sample

Kind = Literal["code", "schema", "setting", "feature", "restart"]
# Who keeps the features says of them; the others repeat it.
KEEPS_FEATURES = "identity"
KEPT = 200


class Change(msgspec.Struct, frozen=True, array_like=True):
    """`name` is the setting's or the feature's; empty for the others. Of a setting only that it changed is known: it may be of the kind that
    is shown to nobody."""

    at: float
    service: str
    kind: Kind
    name: str = ""
    before: str = ""
    after: str = ""


class Changes:
    """The last ones, oldest first. What a service was last seen to run outlives its silence, and ours when it is kept."""

    def __init__(self) -> None:
        self.kept: list[Change] = []
        self.seen: dict[str, dict[str, str]] = {}

    def see(self, service: str, sample: Sample) -> None:
        before, now = self.seen.get(service), dict(sample.running)
        if not now:
            return
        self.seen[service] = now
        if before is None:
            return
        self.kept.extend(_told(sample.at, service, before, now))
        del self.kept[:-KEPT]

    def since(self, moment: float) -> list[Change]:
        return [one for one in self.kept if one.at >= moment]


def _told(at: float, service: str, before: dict[str, str], now: dict[str, str]) -> Iterator[Change]:
    found: list[Change] = []
    for name in sorted({*before, *now} - {"started"}):
        former, latter = before.get(name, ""), now.get(name, "")
        if name.startswith("turn:"):
            continue
        # A setting that one of the two versions does not know yet is a matter of its code.
        if (former == latter and not _turned(name, before, now)) or (":" in name and not (former and latter)):
            continue
        if name == "code":
            found.append(Change(at, service, "code", "", former, latter))
        elif name == "schema" and former and latter:
            found.append(Change(at, service, "schema", "", former, latter))
        elif name.startswith("setting:"):
            found.append(Change(at, service, "setting", name.partition(":")[2]))
        elif name.startswith("feature:") and service == KEEPS_FEATURES:
            found.append(Change(at, service, "feature", name.partition(":")[2], former, latter))
    yield from found
    if not found and before.get("started") != now.get("started"):
        yield Change(at, service, "restart")


def _turned(name: str, before: dict[str, str], now: dict[str, str]) -> bool:
    """A feature that is as it was, and was something else meanwhile. Another release may not count its turns."""
    kind, _, feature = name.partition(":")
    former, latter = before.get(f"turn:{feature}", ""), now.get(f"turn:{feature}", "")
    return kind == "feature" and bool(former and latter) and former != latter
