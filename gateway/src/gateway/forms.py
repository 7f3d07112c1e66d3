"""What a form sent: every value of every field, as typed."""

from urllib.parse import parse_qsl

from gateway.api import Refused
from gateway.words import N_

MOST_FIELDS = 2_000


class FormFields(dict[str, list[str]]):
    """Lists of values by name. It may be given to a `FormState` as it is."""

    def one(self, name: str, default: str = "") -> str:
        values = self.get(name)
        return values[0] if values else default

    def all(self, name: str) -> list[str]:
        return self.get(name, [])

    def checked(self, name: str) -> bool:
        """Whether a single box is ticked."""
        return self.one(name) not in ("", "false", "0")


class BadForm(Refused):
    def __init__(self) -> None:
        super().__init__(400, N_("Le formulaire envoyé n’est pas lisible."), type="/problems/form")


def read_form(body: bytes) -> FormFields:
    """An `application/x-www-form-urlencoded` body. Refuses what is not UTF-8, NUL and thousands of fields."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise BadForm from error
    fields = FormFields()
    for name, value in pairs:
        if "\0" in name or "\0" in value:
            raise BadForm
        fields.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return fields
