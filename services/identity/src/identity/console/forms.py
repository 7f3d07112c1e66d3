"""Reading the fields of a console's form."""

from typing import Any

from litestar import Request

from chassis.refusals import Invalid

LINKS = 6
DAYS = 7


async def fields_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """One text per name, without blanks around it."""
    sent = await request.form()
    return {name: str(value).strip() for name, value in sent.items()}


def errors_of(refusal: Invalid) -> dict[str, str]:
    """Sentences by field (`links.0.url`), all those of one field together."""
    said: dict[str, str] = {}
    for fault in refusal.faults:
        name = fault.pointer.strip("/").replace("/", ".")
        said[name] = f"{said[name]} {fault.message}" if name in said else fault.message
    return said or {"": refusal.title}
