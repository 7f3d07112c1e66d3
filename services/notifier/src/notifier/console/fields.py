"""Reading the fields of this console's forms."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from litestar import Request
from litestar.datastructures import UploadFile

from chassis.actor import Actor
from chassis.clock import PARIS
from chassis.console import ConsolePages
from chassis.pages import read_date
from chassis.pages.forms import NotADate
from chassis.refusals import Invalid
from notifier.console.labels import N_

BAD_HOUR = N_("Indiquez une heure comme 8:30.")
NO_SUCH_HOUR = N_("Cette heure n’existe pas ce jour-là : les horloges passent de 2 h à 3 h. Choisissez-en une autre.")
Said = Callable[[str], str]


class Sent(NamedTuple):
    """One text per name, without blanks around it; files apart, those that were left empty are not there."""

    fields: dict[str, str]
    files: dict[str, UploadFile]


async def sent(request: Request[Any, Any, Any]) -> Sent:
    form = await request.form()
    files = {name: value for name, value in form.items() if isinstance(value, UploadFile) and value.filename}
    texts = {name: str(value).strip() for name, value in form.items() if not isinstance(value, UploadFile)}
    return Sent(texts, files)


def errors_of(refusal: Invalid, said: Said) -> dict[str, str]:
    """Sentences by field (`occasion.place`), all those of one field together."""
    told: dict[str, str] = {}
    for fault in refusal.faults:
        name = fault.pointer.strip("/").replace("/", ".")
        sentence = said(fault.message)
        told[name] = f"{told[name]} {sentence}" if name in told else sentence
    return told or {"": said(refusal.title)}


def words(console: ConsolePages, request: Request[Any, Any, Any], actor: Actor) -> Said:
    """Our texts in the reader's language."""
    return console.pages.messages(console.context(request, actor).locale).gettext


def read_day(fields: Mapping[str, str], name: str, errors: dict[str, str], said: Said) -> date | None:
    try:
        return read_date(fields, name)
    except NotADate as wrong:
        errors[name] = said((type(wrong).__doc__ or "").strip())
        return None


def read_hour(text: str) -> time | None:
    """« 8:30 », « 8 h 30 », « 8h »; None for anything else."""
    parts = text.replace("h", ":").replace("H", ":").replace(" ", "").replace("\u00a0", "").rstrip(":").split(":")
    try:
        hour, minute = (int(part) for part in [*parts, "0"][:2])
        return time(hour, minute) if len(parts) <= 3 else None
    except ValueError:
        return None


def read_moment(fields: Mapping[str, str], name: str, errors: dict[str, str], said: Said) -> datetime | None:
    """A day, and an hour in `<name>_hour` (midnight when it is left empty), as Paris reads them."""
    day = read_day(fields, name, errors, said)
    if day is None:
        return None
    typed = fields.get(f"{name}_hour", "")
    hour = read_hour(typed) if typed else time()
    if hour is None:
        errors[f"{name}_hour"] = said(BAD_HOUR)
        return None
    moment = datetime.combine(day, hour, PARIS).astimezone(UTC)
    if moment.astimezone(PARIS).time() != hour:
        errors[f"{name}_hour"] = said(NO_SUCH_HOUR)
        return None
    return moment


def typed_moment(moment: datetime | None, name: str) -> dict[str, str]:
    """The same, as a form shows it."""
    if moment is None:
        return {}
    local = moment.astimezone(PARIS)
    return {name: local.date().isoformat(), f"{name}_hour": local.strftime("%H:%M")}
