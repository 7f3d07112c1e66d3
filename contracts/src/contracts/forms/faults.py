"""What can be wrong with a definition, as opposed to with what somebody typed in it."""

import msgspec

FAULTS: dict[str, str] = {
    "bad_cycle": "These items wait for each other: {names}.",
    "bad_document": "The definition cannot be read: {reason}",
    "bad_expression": "The expression cannot be read: {reason}",
    "bad_field": "`{name}` has no part called `{part}`.",
    "bad_id": "An id is 1 to 63 lower-case letters, digits and underscores, begins with a letter, and is not reserved.",
    "bad_prefill": "`{path}` is no path of the profile that this kind of item can take.",
    "bad_words": "A text needs its French version, and knows only the languages {locales}.",
    "bad_write_back": "Only an item with a `prefill` path, outside tables, can be written back.",
    "duplicate_id": "`{name}` is used more than once.",
    "empty": "There is nothing in it.",
    "expression_failed": "The expression failed: {reason}",
    "forward_reference": "`{name}` is asked in a later step.",
    "min_above_max": "The lower limit is above the upper one.",
    "mismatched": "The expression mixes kinds of values, for example a text with a number ({reason}).",
    "not_typed": "The result is of kind {kind}, not {wanted}.",
    "too_costly": "The expression does too much: {reason}",
    "too_many": "At most {limit}.",
    "unknown_function": "`{name}` is no function of the form language.",
    "unknown_name": "`{name}` is neither an item of the form nor a known name.",
    "unsupported_syntax": "The expression uses syntax that forms do without: {reason}",
    "without_label": "People need a label to answer.",
}


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something the author of the definition has to change. `pointer` is a JSON pointer into the definition; `also` are
    those of the other places that it takes to be wrong.

    Its message is in English: it speaks to who writes definitions; pages translate it by its code.
    """

    code: str
    pointer: str
    message: str
    also: tuple[str, ...] = ()


class FormFault(Exception):
    """The definition cannot be used as it stands."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.pointer or '/'}: {fault.message}")
        self.fault = fault


def fault(code: str, pointer: str = "", **facts: object) -> Fault:
    return Fault(code=code, pointer=pointer, message=FAULTS[code].format(**facts))
