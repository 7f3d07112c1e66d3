"""Reading the fields of a console's form."""

from collections.abc import Callable
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile

from chassis.actor import Actor
from chassis.console import ConsolePages
from chassis.refusals import Invalid, Refusal

LINKS = 6
DAYS = 7


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a text that is translated where it is shown
    return text


async def fields_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """One text per name, without blanks around it."""
    sent = await request.form()
    return {name: str(value).strip() for name, value in sent.items()}


async def chosen_in(request: Request[Any, Any, Any], name: str) -> tuple[str, ...]:
    """Every value of a field that may have several (checkboxes)."""
    sent = await request.form()
    return tuple(str(value) for value in sent.getall(name, []))


async def file_in(request: Request[Any, Any, Any], name: str) -> bytes:
    """What was uploaded under this name; empty when nothing was."""
    sent = (await request.form()).get(name)
    return await sent.read() if isinstance(sent, UploadFile) else b""


def errors_of(refusal: Refusal, said_in: Callable[[str], str]) -> dict[str, str]:
    """Sentences by field (`links.0.url`), all those of one field together; of what no field can mend, the one sentence."""
    said: dict[str, str] = {}
    for fault in refusal.faults if isinstance(refusal, Invalid) else ():
        name = fault.pointer.strip("/").replace("/", ".")
        sentence = said_in(fault.message)
        said[name] = f"{said[name]} {sentence}" if name in said else sentence
    return said or {"": said_in(refusal.title)}


def words(pages: ConsolePages, request: Request[Any, Any, Any], actor: Actor) -> Callable[[str], str]:
    """Our texts in the reader's language."""
    return pages.pages.messages(pages.context(request, actor).locale).gettext
