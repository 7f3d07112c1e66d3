"""Templates of guichets, read from the data beside this file."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from identity.domain.guichet_templates import DEFAULT, GuichetTemplate, NoSuchTemplate

FILE = Path(__file__).with_name("guichet_templates.toml")


@cache
def guichet_templates() -> tuple[GuichetTemplate, ...]:
    written = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return msgspec.convert(written["template"], tuple[GuichetTemplate, ...])


def template_named(key: str) -> GuichetTemplate:
    found = next((each for each in guichet_templates() if each.key == key), None)
    if found is None:
        raise NoSuchTemplate
    return found


def template_for(kind: str) -> GuichetTemplate:
    """What an organisation of this kind is founded with."""
    return next((each for each in guichet_templates() if kind in each.kinds), template_named(DEFAULT))
