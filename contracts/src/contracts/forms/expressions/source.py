"""Reads an expression's text before CEL does: which names it uses, and whether its cost is bounded.

CEL always ends, but it has no limit of its own: nested or chained loops over long lists grow without bound. The limits
below keep the worst expression to some tens of milliseconds; they were set by running it.
"""

import re
from dataclasses import dataclass, field

from contracts.forms.faults import FormFault, fault

MAX_LENGTH = 2_000
MAX_LOOPS = 4
MAX_NESTED_LOOPS = 2
MAX_ADDITIONS = 40
MAX_ADDITIONS_IN_LOOPS = 8
MAX_COMMAS = 200
LOOPS = frozenset({"all", "exists", "exists_one", "filter", "map"})
KEYWORDS = frozenset({"true", "false", "null", "in"})

_TOKEN = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?P<number>\d[\w.]*)"""
    r"""|(?P<name>[A-Za-z_]\w*)|(?P<space>\s+)|(?P<mark>.)""",
    re.DOTALL | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class Outline:
    """`paths` are dotted names as written (`address.city`); `bound` are the names that loops introduce."""

    paths: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    bound: set[str] = field(default_factory=set[str])


def outline(source: str) -> Outline:
    """Raises FormFault when the expression is too long, too costly, or written in syntax we do without."""
    if len(source) > MAX_LENGTH:
        raise FormFault(fault("too_costly", reason=f"more than {MAX_LENGTH} characters"))
    if "\0" in source:
        raise FormFault(fault("unsupported_syntax", reason="a NUL character"))
    tokens = [Token(m.lastgroup or "", m.group(), m.start()) for m in _TOKEN.finditer(source)]
    tokens = [token for token in tokens if token.kind != "space"]
    _refuse_odd_syntax(tokens)
    _bound_cost(tokens)
    return _names(tokens)


def _refuse_odd_syntax(tokens: list[Token]) -> None:
    # Raw and triple-quoted strings, comments and quoted names would let a loop hide from the count below.
    for before, token in zip([Token("mark", "(", -1), *tokens], tokens, strict=False):
        if token.text == "." and before.kind == "mark" and before.text not in (")", "]", "}"):
            raise FormFault(fault("unsupported_syntax", reason="a name that begins with a dot"))
        if token.kind == "string" and before.kind in ("string", "name") and before.end == token.start:
            raise FormFault(fault("unsupported_syntax", reason="raw or triple-quoted strings"))
        if before.text == token.text == "/" and before.end == token.start:
            raise FormFault(fault("unsupported_syntax", reason="comments"))
    for token in tokens:
        if token.text == "has":
            reason = "`has`: every part exists, write `address.city != null`"
            raise FormFault(fault("unsupported_syntax", reason=reason))
        if token.kind == "mark" and token.text not in "()[]{}.,:?+-*/%<>=!&|":
            raise FormFault(fault("unsupported_syntax", reason=repr(token.text)))


def _bound_cost(tokens: list[Token]) -> None:
    nested: list[bool] = []
    loops = maps = additions = looped = 0
    for index, token in enumerate(tokens):
        if token.text in ("(", "[", "{"):
            before = tokens[index - 1].text if index else ""
            is_loop = token.text == "(" and before in LOOPS
            nested.append(is_loop)
            loops += is_loop
            maps += is_loop and before == "map"
            if before == "matches" and any(nested):
                raise FormFault(fault("too_costly", reason="`matches` inside a loop"))
        elif token.text in (")", "]", "}") and nested:
            nested.pop()
        additions += token.text == "+"
        looped += token.text == "+" and any(nested)
        if loops > MAX_LOOPS or maps > 1 or sum(nested) > MAX_NESTED_LOOPS:
            reason = f"more than {MAX_LOOPS} loops, one `map`, or {MAX_NESTED_LOOPS} loops inside each other"
            raise FormFault(fault("too_costly", reason=reason))
    if additions > MAX_ADDITIONS or looped > MAX_ADDITIONS_IN_LOOPS:
        reason = f"more than {MAX_ADDITIONS} additions, or {MAX_ADDITIONS_IN_LOOPS} inside loops"
        raise FormFault(fault("too_costly", reason=reason))
    if sum(token.text == "," for token in tokens) > MAX_COMMAS:
        raise FormFault(fault("too_costly", reason=f"more than {MAX_COMMAS} commas"))


def _names(tokens: list[Token]) -> Outline:
    found = Outline()
    texts = [token.text for token in tokens]
    for index, token in enumerate(tokens):
        if token.kind != "name" or token.text in KEYWORDS or (index and texts[index - 1] == "."):
            continue
        if index + 1 < len(tokens) and texts[index + 1] == "(":
            continue
        if index > 1 and texts[index - 1] == "(" and texts[index - 2] in LOOPS:
            found.bound.add(token.text)
            continue
        found.paths.add(_path(tokens, index))
    return found


def _path(tokens: list[Token], index: int) -> tuple[str, ...]:
    path = [tokens[index].text]
    while index + 2 < len(tokens) and tokens[index + 1].text == "." and tokens[index + 2].kind == "name":
        is_call = index + 3 < len(tokens) and tokens[index + 3].text == "("
        if is_call:
            break
        path.append(tokens[index + 2].text)
        index += 2
    return tuple(path)
