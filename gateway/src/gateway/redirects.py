"""Where a page may send the browser: to an address of this host, never elsewhere."""

import re

# One slash, then neither slash nor backslash (browsers read both as « another host »), and nothing that ends a header.
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*\Z")


def local(path: str | None, default: str = "/") -> str:
    """`path` when it is a local one, else `default`."""
    return path if path and len(path) <= 2000 and _LOCAL.match(path) else default
