"""« Et si ? »: what the legal clock would say under another rule, or with other dates."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.clock import Clock
from chassis.console import ConsolePages
from chassis.http import Ask, By
from chassis.pages import FormState, read_date
from chassis.pages.forms import NotADate
from demarches.console.acting import N_
from demarches.domain.policies import READ
from demarches.domain.rules import LONGEST_DAYS, LONGEST_MONTHS, Days, Silence, WhileMissing
from demarches.queries.dossier.read import AskDossier, read_instruction
from demarches.queries.dossier.replay import AskReplay, replay_clock
from demarches.queries.words import translation

DATES = ("received_on", "complete_on", "asked_on", "answered_on", "decided_on")
E = TypeVar("E", bound=StrEnum)
NOT_A_DAY, TOO_EARLY = N_("Indiquez un jour qui existe."), N_("Elle ne peut pas arriver avant d’être demandée.")
NOT_A_NUMBER = N_("Indiquez un nombre entier, %(most)s au plus.")
LONGEST = {"months": LONGEST_MONTHS, "days": LONGEST_DAYS}


class Typed:
    """What the address says; `errors` by field for what cannot be understood."""

    def __init__(self, values: dict[str, str], said: Callable[[str], str]) -> None:
        self.values, self.errors, self._said = values, dict[str, str](), said

    def question(self, dossier_id: UUID, at: datetime) -> AskReplay:
        days = {name: self._day(name) for name in DATES}
        if days["answered_on"] and days["asked_on"] and days["answered_on"] < days["asked_on"]:
            self.errors["answered_on"] = self._said(TOO_EARLY)
        rule = {"months": self._number("months"), "days": self._number("days")}
        return AskReplay(
            dossier_id=dossier_id,
            at=at,
            silence=self._one_of(Silence, "silence"),
            counted=self._one_of(Days, "counted"),
            while_missing=self._one_of(WhileMissing, "while_missing"),
            **({} if self.errors else {**rule, **days}),  # pyright: ignore[reportArgumentType]
        )

    def _day(self, name: str) -> date | None:
        try:
            return read_date(self.values, name)
        except NotADate:
            self.errors[name] = self._said(NOT_A_DAY)
            return None

    def _number(self, name: str) -> int | None:
        text = self.values.get(name, "").strip()
        if not text:
            return None
        if not text.isdecimal() or int(text) > LONGEST[name]:
            self.errors[name] = self._said(NOT_A_NUMBER) % {"most": LONGEST[name]}
            return None
        return int(text)

    def _one_of(self, words: type[E], name: str) -> E | None:
        sent = self.values.get(name, "")
        return words(sent) if sent in set(words) else None


@get("/dossiers/{dossier_id:uuid}/what-if", needs=READ)
async def what_if(
    request: Request[Any, Any, Any],
    dossier_id: FromPath[UUID],
    actor: By,
    queries: Ask,
    clock: NamedDependency[Clock],
    console: NamedDependency[ConsolePages],
) -> Response[str]:
    """A GET, so that what was tried can be kept, sent to a colleague, and never changes anything."""
    typed = Typed(dict(request.query_params), translation(actor.locale))
    question = typed.question(dossier_id, clock())
    found = await queries.ask(read_instruction, AskDossier(dossier_id, clock()), actor=actor)
    replayed = await queries.ask(replay_clock, question, actor=actor)
    return console.render(
        request,
        actor,
        "demarches/what_if.html",
        422 if typed.errors else 200,
        dossier=found.dossier,
        replayed=replayed,
        tried=bool(typed.values) and not typed.errors,
        form=FormState({name: [value] for name, value in typed.values.items()}, typed.errors),
    )


ROUTES = [what_if]
