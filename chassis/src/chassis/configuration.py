"""The configuration is checked before anything opens: one sentence for each mistake, and no value in it."""

import difflib
import os
import sys
from collections.abc import Iterable

from pydantic import ValidationError

from chassis.settings import Settings

ALIKE = 0.9
MISCONFIGURED = 2


def known() -> set[str]:
    return {f"PARVIS_{name.upper()}" for name in Settings.model_fields}


def misspelt(told: Iterable[str], *, known: set[str]) -> list[str]:
    """A name that nobody reads, but that resembles one: whoever wrote it believes that it is set."""
    found: list[str] = []
    for name in sorted(told):
        if name.startswith("PARVIS_") and name not in known:
            meant = difflib.get_close_matches(name, known, 1, ALIKE)
            found += [f"{name} is not a setting; {meant[0]} is." for _ in meant]
    return found


def checked() -> Settings:
    """Ends the process with all that is wrong."""
    wrong = misspelt(os.environ, known=known())
    try:
        settings = Settings()  # pyright: ignore[reportCallIssue]
    except ValidationError as error:
        wrong += [_sentence(one["loc"], one["type"], one["msg"]) for one in error.errors()]
    else:
        if not wrong:
            return settings
    for sentence in wrong:
        sys.stderr.write(f"configuration: {sentence}\n")
    raise SystemExit(MISCONFIGURED)


def _sentence(where: tuple[int | str, ...], kind: str, why: str) -> str:
    name = f"PARVIS_{str(where[0]).upper()}" if where else "PARVIS_…"
    return f"{name} is missing." if kind == "missing" else f"{name} is not understood: {why[0].lower()}{why[1:]}."
