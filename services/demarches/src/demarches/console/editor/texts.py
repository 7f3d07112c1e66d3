"""What people read of a démarche, its legal clock, its appointment, the words of its decision."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from chassis.http import By
from chassis.refusals import Fault
from demarches.console.editor.opening import keep_days
from demarches.console.editor.pages import Document, EditorPages, day_in, number_in, set_text, set_words
from demarches.console.fields import Fields
from demarches.domain.permissions import EDIT
from demarches.domain.refusals import LinesInvalid
from demarches.domain.rules import LONGEST_DAYS, LONGEST_MONTHS, NO_PERIOD, Silence

AnyRequest = Request[Any, Any, Any]
Pages = NamedDependency[EditorPages]
TEXTS = ("what_you_get", "for_whom", "cost", "help", "next", "terms", "appeal")
LETTER = ("heading", "accepted", "refused", "closed", "capacity")


def texts(content: Document, fields: Fields) -> Document:
    set_words(content, "title", fields)
    set_words(content, "summary", fields)
    said: Document = content.setdefault("texts", {})
    for name in TEXTS:
        set_words(said, name, fields)
    said["prepare"] = [line.strip() for line in fields.get("prepare", "").splitlines() if line.strip()]
    content["department_id"] = fields.get("department", content.get("department_id"))
    content["open_to"] = "accounts" if "accounts" in fields else "everyone"
    content["exchanges"] = "exchanges" in fields
    content["updates_profile"] = "updates_profile" in fields
    content["quota"] = number_in(fields, "quota")
    keep_days(content, fields, day_in(fields, "opens"), day_in(fields, "closes"))
    content["duration_minutes"] = number_in(fields, "duration") or 5
    content["keywords"] = [word.strip() for word in fields.get("keywords", "").split(",") if word.strip()]
    return content


def clock(content: Document, fields: Fields) -> Document:
    rule: Document = content.setdefault("clock", {})
    rule["silence"] = fields.get("silence", "none")
    rule["months"] = _period_in(fields, "months", LONGEST_MONTHS)
    rule["days"] = _period_in(fields, "days", LONGEST_DAYS)
    rule["counted"] = fields.get("counted", "calendar")
    rule["ask_within_months"] = _period_in(fields, "ask_within", LONGEST_MONTHS)
    rule["while_missing"] = fields.get("missing", "restarts")
    rule["articles"] = [line.strip() for line in fields.get("articles", "").splitlines() if line.strip()]
    set_words(rule, "then", fields)
    if rule["silence"] != Silence.NONE and not (rule["months"] or rule["days"]):
        raise LinesInvalid(faults=[Fault("/months", NO_PERIOD, "missing")])
    return content


def _period_in(fields: Fields, field: str, longest: int) -> int:
    number = number_in(fields, field) or 0
    if number > longest:
        raise LinesInvalid(faults=[Fault(f"/{field}", f"Indiquez un nombre entier, {longest} au plus.", "number")])
    return number


def appointment(content: Document, fields: Fields) -> Document:
    """One box for each agenda of the organisation; none checked: no appointment."""
    chosen = sorted(name.removeprefix("calendar-") for name in fields if name.startswith("calendar-"))
    if chosen:
        units = number_in(fields, "units") or 1
        content["appointment"] = {"calendars": chosen, "mandatory": "mandatory" in fields, "units": units}
    else:
        content.pop("appointment", None)
    return content


def letter(content: Document, fields: Fields) -> Document:
    words: Document = content.setdefault("letter", {})
    for name in LETTER:
        set_words(words, name, fields)
    words["considering"] = [line.strip() for line in fields.get("considering", "").splitlines() if line.strip()]
    set_text(words, "signatory", fields.get("signatory", ""))
    return content


CHANGES = {"texts": texts, "clock": clock, "appointment": appointment, "letter": letter}


@get("/definitions/{demarche_id:uuid}/{tab:str}", needs=EDIT)
async def show(
    request: AnyRequest, demarche_id: FromPath[UUID], tab: FromPath[str], actor: By, editor: Pages
) -> Response[Any]:
    return await editor.show(request, actor, demarche_id, tab if tab in CHANGES else "texts")


@post("/definitions/{demarche_id:uuid}/{tab:str}", needs=EDIT)
async def save(
    request: AnyRequest, demarche_id: FromPath[UUID], tab: FromPath[str], actor: By, editor: Pages
) -> Response[Any]:
    tab = tab if tab in CHANGES else "texts"
    return await editor.change(request, actor, demarche_id, tab, CHANGES[tab])


ROUTES = [show, save]
