"""Between the names of a page's inputs, those of the form language, and the pointers of a refusal.

The form language says `birth_date.day`; the date macro of the design says `birth_date-day`.
"""

import re
from collections.abc import Mapping, Sequence

# To the very end of the name: « days » is a question, not a part of a date.
DATE_PART = re.compile(r"(.+)-(day|month|year)$")
FORM_DATE_PART = re.compile(r"(.+)\.(day|month|year)$")
TOKENS = ("csrf_token", "_csrf")


def from_page(fields: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The fields as the form language names them, without those of the page itself."""
    kept = {name: values for name, values in fields.items() if name not in TOKENS and not name.startswith("_")}
    return {DATE_PART.sub(r"\1.\2", name): values for name, values in kept.items()}


def to_page(fields: Mapping[str, list[str]]) -> dict[str, Sequence[str]]:
    return {FORM_DATE_PART.sub(r"\1-\2", name): values for name, values in fields.items()}


def of_pointer(pointer: str) -> str:
    """`/children/0/child/birth_date` is `children[0].child.birth_date`."""
    name = ""
    for part in pointer.strip("/").split("/"):
        name += f"[{part}]" if part.isdigit() else f".{part}" if name else part
    return re.sub(r"\.(day|month|year)$", "", name)
