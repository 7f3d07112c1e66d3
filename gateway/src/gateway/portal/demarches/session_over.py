"""The session ended while somebody was typing: what they typed waits in the page, nowhere else, until they are back."""

from typing import Any

from litestar import Request, Response

from gateway.csrf import PageGrewOld
from gateway.forms import FormFields
from gateway.here import Here

TOKENS = ("csrf_token", "_csrf")


def session_over(here: Here, sent: FormFields, address: str) -> Response[Any]:
    """A page that signs in beside itself, then sends the same fields again to the same address."""
    fields = [(name, value) for name, values in sent.items() if name not in TOKENS for value in values]
    return here.page("demarches/session_over.html", status=401, fields=fields, address=address)


def give_back(request: Request[Any, Any, Any], old: PageGrewOld) -> Response[Any]:
    """The cookie has gone, or they signed in anew beside the page: the page goes on as soon as they are back."""
    here: Here = request.scope["here"]  # pyright: ignore[reportGeneralTypeIssues]
    return session_over(here, old.sent, here.path)
