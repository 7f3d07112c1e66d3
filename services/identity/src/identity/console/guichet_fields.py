"""The fields of the guichet's settings, and the colour that is tried."""

from typing import Any

import msgspec

from chassis.pages import theme
from chassis.refusals import Fault, Invalid
from identity.console.accessibility_fields import statement_of, statement_values
from identity.console.forms import DAYS, LINKS
from identity.domain.organisations import DataProtection, Guichet, OpeningHours, UsefulLink

PLAIN = ("name", "title", "phone", "email", "address")


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """A colour looked at: its contrast on our paper, whether that is enough, and the nearest one that is."""

    colour: str
    ink: str
    ratio: str
    readable: bool
    nearest: str
    nearest_ink: str


def tried(colour: str) -> Tried | None:
    try:
        ratio = theme.contrast(colour, theme.LIGHT_PAPER)
    except theme.NotAColour:
        return None
    nearest = theme.readable(colour, on=theme.LIGHT_PAPER)
    return Tried(
        colour=theme.parse(colour).hex,
        ink=theme.ink_on(colour),
        ratio=f"{ratio:.1f}".replace(".", ","),
        readable=ratio >= theme.READABLE,
        nearest=nearest,
        nearest_ink=theme.ink_on(nearest),
    )


def values_of(view: Guichet) -> dict[str, str]:
    shown = {name: getattr(view, name) for name in (*PLAIN, "colour")}
    for at, link in enumerate(view.links[:LINKS]):
        shown |= {f"links.{at}.label": link.label, f"links.{at}.url": link.url}
    for at, line in enumerate(view.opening_hours[:DAYS]):
        shown |= {f"opening_hours.{at}.day": line.day, f"opening_hours.{at}.hours": line.hours}
    shown |= statement_values(view.accessibility)
    shown["has_officer"] = "true" if view.rgpd.officer_name else "false"
    return shown | {f"rgpd.{name}": getattr(view.rgpd, name) for name in DataProtection.__struct_fields__}


def changed(present: Guichet, fields: dict[str, str], tab: str) -> Guichet:
    """What was there, with this tab's fields as typed. Rows left empty are no rows."""

    def rows(prefix: str, number: int, *names: str) -> list[dict[str, str]]:
        found = [{name: fields.get(f"{prefix}.{at}.{name}", "") for name in names} for at in range(number)]
        return [row for row in found if any(row.values())]

    changes: dict[str, Any] = {}
    if tab == "informations":
        changes = {name: fields.get(name, "") for name in PLAIN}
        changes["opening_hours"] = tuple(OpeningHours(**line) for line in rows("opening_hours", DAYS, "day", "hours"))
    elif tab == "liens":
        changes = {"links": tuple(UsefulLink(**link) for link in rows("links", LINKS, "label", "url"))}
    elif tab == "rgpd":
        typed = {name: fields.get(f"rgpd.{name}", "") for name in DataProtection.__struct_fields__}
        if fields.get("has_officer") == "false":
            typed = {"controller": typed["controller"]}
        elif not typed["officer_name"]:
            raise Invalid(faults=[Fault("/rgpd/officer_name", "Indiquez le nom du délégué.", "required")])
        changes = {"rgpd": DataProtection(**typed)}
    elif tab == "accessibilite":
        changes = {"accessibility": statement_of(fields)}
    else:
        changes = {"colour": fields.get("colour", "")}
    return msgspec.structs.replace(present, **changes)
