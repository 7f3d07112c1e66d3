"""On whose behalf a command acts: the operator of this installation by its keyring, or a member by their password."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from urllib.parse import quote

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from suite.cli.identity.member import Member, SayWho, asked
from suite.cli.operator import operator
from suite.installation import Installation
from suite.sentences import CannotGoOn

SERVICE = "identity"
PAGE = 200


class Caller(Protocol):
    @property
    def identifier(self) -> str: ...

    def call(self, service: str, method: str, path: str, **options: Any) -> Any: ...

    def read(self, service: str, path: str) -> bytes: ...


class NoSuchOrganisation(CannotGoOn):
    """No address is that word."""

    def __init__(self, slug: str, near: list[str]) -> None:
        known = f" ; proches : {', '.join(near)}" if near else ""
        super().__init__(
            f"Aucune organisation à l’adresse « {slug} »{known} (parvis organisations list).",
            f"No organisation {slug}.",
        )


@contextmanager
def operating(name: str | None, at: str | None, *, needs: str) -> Iterator[Caller]:
    """By password where `at` says where; else by the keyring of this installation."""
    if at or os.environ.get("PARVIS_ORGANISATION"):
        with belonging(name, at) as member:
            yield member
    else:
        yield operator(name, needs=needs)


@contextmanager
def belonging(name: str | None, at: str | None) -> Iterator[Member]:
    """A session of a member, kept by `parvis sign-in` or opened here and ended afterwards. No keyring opens these."""
    place = at or os.environ.get("PARVIS_ORGANISATION")
    who = name or os.environ.get("PARVIS_MEMBER")
    if not place:
        raise SayWho
    member = Member(Installation.chosen(), place)
    if member.take_up(who):
        yield member
        return
    if not who:
        raise SayWho
    member.sign_in(who, asked("PARVIS_PASSWORD", f"Mot de passe de {who} ({place}) : "))
    try:
        yield member
    finally:
        member.sign_out()


def organisation(who: Caller, slug: str) -> dict[str, Any]:
    """By the word in its address, closed ones last. Raises `NoSuchOrganisation`."""
    near: list[str] = []
    for narrowed in ({}, {"status": "closed"}):
        params = {"q": slug, "limit": 50, **narrowed}
        found = who.call(SERVICE, "GET", "/v1/organisations", params=params)["items"]
        for one in found:
            if one["slug"] == slug.lower():
                return one
        near += [one["slug"] for one in found]
    raise NoSuchOrganisation(slug, near[:5])


def all_of(
    who: Caller, path: str, params: dict[str, Any], *, most: int, service: str = SERVICE
) -> list[dict[str, Any]]:
    """Page after page, at most `most`, a bar meanwhile where somebody looks."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    with bar("lecture", total=None) as step:
        while len(found) < most:
            asked_for = {**params, "limit": min(PAGE, most - len(found)), **({"cursor": cursor} if cursor else {})}
            page = who.call(service, "GET", path, params=asked_for)
            found += page["items"]
            step(len(page["items"]))
            cursor = page["next"]
            if not cursor:
                break
    return found


@contextmanager
def bar(name: str, *, total: int | None) -> Iterator[Any]:
    """On the standard error, for people alone: what programs read stays clean."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True, disable=not sys.stderr.isatty(), console=_stderr()) as shown:
        task = shown.add_task(name, total=total)
        yield lambda number=1: shown.advance(task, number)


def segment(text: str) -> str:
    """One word of a path, whatever was typed."""
    return quote(text, safe="")


def _stderr() -> Any:
    from rich.console import Console

    return Console(stderr=True)
