"""A mail's bytes (RFC 5322, RFC 2045): the library's encoders, without its parsing of every header that is set.

`EmailMessage` takes each header apart and puts it together again; for a mail of ours that cost more than writing its
text and its layout.
"""

from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import quote
from io import BytesIO
from typing import Any

LINE_END = "\r\n"
LONGEST_LINE = 900
_UTF_8 = Charset("utf-8")
_UTF_8.body_encoding = QP
_UTF_8.header_encoding = QP
_WIRE = compat32.clone(linesep=LINE_END)
_BREAKS = frozenset("\r\n\0")


class HeaderBroken(ValueError):
    """A value that would end its header: whoever writes mails has made it harmless before (mails/neutral.py)."""


def words(name: str, value: str) -> tuple[str, str]:
    """A header of free text: as it is while a line of the wire holds it (RFC 5322 2.1.1), else encoded and folded."""
    return name, value if value.isascii() and len(value) < LONGEST_LINE else _encoded(_whole(value), name)


def person(name: str, who: str, address: str) -> tuple[str, str]:
    """A header that names somebody and their address."""
    shown = _encoded(_whole(who), name) if not who.isascii() else f'"{quote(_whole(who))}"' if who else ""
    return name, f"{shown} <{address}>" if shown else address


def written(headers: list[tuple[str, str]], text: str, html: str, *, utf8: bool) -> bytes:
    """Both versions under the headers; `utf8` lets addresses in headers keep their letters (RFC 6531)."""
    both = MIMEMultipart("alternative", policy=_WIRE)
    for kind, content in (("plain", text), ("html", html)):
        both.attach(_part(kind, content))
    body = BytesIO()
    BytesGenerator(body, mangle_from_=False, policy=_WIRE).flatten(both)
    head = "".join(f"{name}: {_folded(value)}{LINE_END}" for name, value in headers)
    return head.encode("utf-8" if utf8 else "ascii") + body.getvalue()


def _part(kind: str, content: str) -> Any:
    part = MIMENonMultipart("text", kind, policy=_WIRE, charset="utf-8")
    part.set_payload(content if content.endswith("\n") else f"{content}\n", _UTF_8)
    return part


def _encoded(value: str, name: str) -> str:
    return Header(value, _UTF_8, header_name=name).encode(linesep="\n")


def _whole(value: str) -> str:
    if not _BREAKS.isdisjoint(value):
        raise HeaderBroken
    return value


def _folded(value: str) -> str:
    """With the line ends of the wire. What continues a header begins with a space, or it would be another header."""
    first, *more = (_whole(line) for line in value.split("\n"))
    if any(not line.startswith((" ", "\t")) or not line.strip() for line in more):
        raise HeaderBroken
    return LINE_END.join((first, *more))
