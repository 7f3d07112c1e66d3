"""The small language of message templates: Jinja, confined to naming placeholders and asking whether they are given.

No loop, no call, no attribute: organisations write these too, and a template must not be able to take our time, reach
our objects, or say what the message's declaration does not give it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.And, nodes.Or)
_environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, auto_reload=False)
_environment.globals.clear()

Compiled = Callable[[dict[str, str]], str]


class BadTemplate(ValueError):
    """The text is not in the language of templates. The message says where and why, in French."""


class MissingValue(ValueError):
    """A placeholder has no value. The message is its name."""


def placeholders(source: str) -> frozenset[str]:
    """The names used. Raises `BadTemplate`."""
    return frozenset(meta.find_undeclared_variables(_parsed(source)))


class Names(NamedTuple):
    """`asked`: those that the text first asks about (`{% if x %}`), and does without."""

    used: frozenset[str]
    asked: frozenset[str]


def names_in(source: str) -> Names:
    """Raises `BadTemplate`."""
    tree = _parsed(source)
    tests = [node.test for node in tree.find_all(nodes.If)]
    asked = {
        name.name for test in tests for name in ([test] if isinstance(test, nodes.Name) else test.find_all(nodes.Name))
    }
    return Names(frozenset(meta.find_undeclared_variables(tree)), frozenset(asked))


def compiled(source: str) -> Compiled:
    """What makes text of values. Raises `BadTemplate`; calling it raises `MissingValue`."""
    _ = _parsed(source)
    template = _environment.from_string(source)

    def fill(values: dict[str, str]) -> str:
        try:
            return template.render(values)
        except UndefinedError as error:
            raise MissingValue(str(error).split("'")[1]) from error

    return fill


def _parsed(source: str) -> nodes.Template:
    try:
        tree = _environment.parse(source)
    except TemplateSyntaxError as error:
        raise BadTemplate(f"Ligne {error.lineno} : l’écriture n’est pas comprise.") from error
    for node in _every(tree):
        if not isinstance(node, _ALLOWED):
            raise BadTemplate(f"Ligne {node.lineno} : seuls {{{{ nom }}}} et {{% if nom %}} sont possibles.")
    return tree


def _every(node: Any) -> list[nodes.Node]:
    return [node, *(found for child in node.iter_child_nodes() for found in _every(child))]
