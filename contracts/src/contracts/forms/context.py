"""What answers are judged with, beside the form."""

from datetime import date
from typing import Any

import msgspec


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """`today` in the organisation's time zone; `profile` as the personal space has it, none for a visitor.

    `settled` says that the answers were validated when they were sent, and stand: the recap of a dossier shows them, its
    computed values among them, as they were that day, although `today` has moved on and the profile is not at hand.
    Validation pays no heed to it.
    """

    today: date
    profile: dict[str, Any] | None = None
    settled: bool = False
