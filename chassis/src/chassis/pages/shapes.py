"""The shapes macros take. In a template a dict, a tuple or a lone string will do: `ui.tabs([{"label": …, "href": …}])`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Crumb:
    """`told_in`: the language of the label, where it is not the page’s."""

    label: str
    href: str = ""
    told_in: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select, radios or checkboxes."""

    value: str
    label: str
    hint: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a form. `href` only when going back to it is allowed; `told_in` as a crumb’s."""

    label: str
    href: str = ""
    told_in: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    href: str
    current: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a recap or of the key facts. `value` may be Markup."""

    label: str
    value: Any = ""
    href: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a timeline. `icon` by kind of event: file-text, paperclip, message, calendar, gavel…"""

    at: datetime
    title: str
    text: str = ""
    who: str = ""
    icon: str = "circle"
    tone: str = "neutral"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. With `sort`, its heading is a link that sorts by it; `kind` is text or number."""

    label: str
    sort: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file shown beside a message. `note` says its size, or that it is being checked."""

    name: str
    href: str = ""
    note: str = ""


SHAPES = {shape.__name__: shape for shape in (Crumb, Option, Step, Tab, Fact, Moment, Column, Attachment)}


def shaped(items: Iterable[Any], name: str) -> list[Any]:
    """Each item as the named shape; a wrong key fails loudly instead of leaving a hole in the page."""
    shape: Any = SHAPES[name]

    def one(item: Any) -> Any:
        match item:
            case str():
                return shape(item, item) if shape is Option else shape(item)
            case Mapping():
                return shape(**item)
            case tuple() | list():
                return shape(*item)
            case _:
                return item

    return [one(item) for item in items]
