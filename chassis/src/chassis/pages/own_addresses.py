"""Addresses of our own documentation in what people wrote become links; all else that they wrote is text."""

import re

from markupsafe import Markup, escape

# A slug is taken whole (« ++ »), and nothing else of an address may follow it: half an address is no link.
_PAGE = r"/documentation(?:/[a-z0-9-]++(?:\?question=oui)?)?(?![\w/?#@:%&=+~-])"


def parts_of(text: str, host: str) -> list[tuple[str, bool]]:
    """Cut where such an address begins and ends; True tells an address. `host` with its port: « aide.example.fr »."""
    if not host:
        return [(text, False)]
    address = re.compile(rf"(?<![\w/])(https?://{re.escape(host)}{_PAGE})", re.ASCII)
    return [(part, at % 2 == 1) for at, part in enumerate(address.split(text)) if part]


def own_addresses(text: str, host: str) -> Markup:
    """Jinja's `urlize` would make a link of every address that a stranger writes."""
    link = Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>')
    return Markup("").join(link.format(part) if is_one else escape(part) for part, is_one in parts_of(text, host))
