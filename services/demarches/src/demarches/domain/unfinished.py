"""Words that the editor wrote for its author to replace: whoever publishes them shows them to residents."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chassis.refusals import Fault
from contracts.forms import Form, Words, say

TO_COMPLETE = "À compléter"
SAID = "Remplacez « À compléter » : les habitants le liraient."


def unfinished(form: Form, texts: Mapping[str, Words]) -> Iterator[Fault]:
    """`texts` by the pointer of each."""
    for pointer, words in texts.items():
        if _is_ours(words):
            yield Fault(pointer, SAID, "unfinished")
    for number, step in enumerate(form.steps):
        yield from _in(step.items, f"/form/steps/{number}")


def _in(items: Sequence[Any], above: str) -> Iterator[Fault]:
    for number, item in enumerate(items):
        pointer = f"{above}/items/{number}"
        for name in ("label", "text"):
            if _is_ours(getattr(item, name, "")):
                yield Fault(f"{pointer}/{name}", SAID, "unfinished")
        yield from _in(getattr(item, "items", ()), pointer)


def _is_ours(words: Words) -> bool:
    return say(words or "", "fr").strip().rstrip(".") == TO_COMPLETE
