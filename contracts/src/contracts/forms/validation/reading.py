"""One answer while it is being read."""

from dataclasses import dataclass
from typing import Any, cast

import msgspec

from contracts.forms.evaluation import Evaluation
from contracts.forms.validation.messages import message
from contracts.forms.words import Words

MAX_PROBLEMS = 200


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why an answer was not taken. `pointer` is a JSON pointer into the answers as they were sent."""

    pointer: str
    code: str
    message: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """Where we are in the answers, what is asked there, and what was refused so far."""

    pointer: str
    label: Words
    required: bool
    evaluation: Evaluation
    problems: list[Problem]

    def refuse(self, code: str, **facts: Words | int) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            said = message(code, self.label, facts)
            self.problems.append(Problem(pointer=self.pointer, code=code, message=said))

    def part(self, name: str | int, label: Words, *, required: bool = False) -> "Reading":
        return Reading(f"{self.pointer}/{escaped(name)}", label, required, self.evaluation, self.problems)

    def refuse_unknown(self, raw: dict[Any, Any], known: Any) -> None:
        for name in raw:
            if name not in known:
                self.part(str(name), "").refuse("unknown")


def escaped(name: str | int) -> str:
    """As a JSON pointer token (RFC 6901), shortened and free of lone surrogates: it may be anything a stranger sent."""
    text = str(name)[:100].encode("utf-8", "replace").decode("utf-8")
    return text.replace("~", "~0").replace("/", "~1")


def is_blank(raw: object, depth: int = 3) -> bool:
    """Nothing was typed: empty, only spaces, or an object or list of blanks (an untouched group of fields)."""
    if raw is None:
        return True
    if isinstance(raw, str):
        return not raw.strip()
    parts: list[object] = []
    if isinstance(raw, dict):
        parts = list(cast(dict[object, object], raw).values())
    elif isinstance(raw, list):
        parts = cast(list[object], raw)
    else:
        return False
    return bool(depth) and len(parts) <= 50 and all(is_blank(part, depth - 1) for part in parts)
