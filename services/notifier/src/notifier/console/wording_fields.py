"""The words of a message as a form sends them, ours rewritten or the organisation's own."""

from collections.abc import Awaitable, Mapping
from typing import Any

import msgspec

from chassis.refusals import Unavailable
from notifier.domain.override import Wording
from notifier.mails.drafts import Draft

EDIT = "notifier.templates.edit"
HOME = "/notifier/modeles"
FIELDS = tuple(field.name for field in msgspec.structs.fields(Wording))


def wording_of(fields: Mapping[str, str], prefix: str = "") -> Wording:
    return Wording(**{name: fields.get(f"{prefix}{name}", "").replace("\r\n", "\n") for name in FIELDS})


def typed_of(wording: Wording, prefix: str = "") -> dict[str, Any]:
    """The same, as a form shows it."""
    return {f"{prefix}{name}": text for name, text in msgspec.structs.asdict(wording).items()}


def version_of(fields: Mapping[str, str]) -> int | None:
    """The one that was read before it was changed."""
    version = fields.get("version", "")
    return int(version) if version.isdigit() else None


async def if_known(draft: Awaitable[Draft]) -> Draft | None:
    """None when whoever knows the town's name and colour does not answer: words can be written all the same."""
    try:
        return await draft
    except Unavailable:
        return None
