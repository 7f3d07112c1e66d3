"""Public pages as they were last made: shown again, for a few seconds, to visitors whom nothing sets apart."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from litestar import Response

from gateway.organisations import Facts

if TYPE_CHECKING:
    from gateway.here import Here

# Opening hours are told to the minute, and a block left out because its service was down must come back soon.
FRESH = 5.0
MOST = 1_000
Key = tuple[UUID, str, str, str]


class _Shown(NamedTuple):
    facts: Facts
    text: str
    until: float


class Showcase:
    """A page is kept only if making it wrote no cookie and no form token; it is shown only to who brings nothing: no
    session, no draft, no message to read. Forgotten by event, like what it is made of."""

    def __init__(self) -> None:
        self._shown: OrderedDict[Key, _Shown] = OrderedDict()
        self._epoch = 0

    async def page(self, here: "Here", make: Callable[["Here"], Awaitable[Response[Any]]]) -> Response[Any]:
        if not _is_nobody(here):
            return await make(here)
        key = (here.organisation.id, here.host, here.locale, here.path)
        shown = self._shown.get(key)
        # The facts themselves are forgotten by event and asked again: other facts, another page.
        if shown is not None and shown.until > time.monotonic() and shown.facts is here.organisation:
            return Response(shown.text, media_type="text/html")
        epoch = self._epoch
        response = await make(here)
        if response.status_code in (None, 200) and epoch == self._epoch and not here.browser.set_cookies():
            self._shown[key] = _Shown(here.organisation, response.content, time.monotonic() + FRESH)
            self._shown.move_to_end(key)
            if len(self._shown) > MOST:
                self._shown.popitem(last=False)
        return response

    async def forget(self, _: bytes = b"") -> None:
        self._epoch += 1
        self._shown.clear()


def _is_nobody(here: "Here") -> bool:
    browser = here.browser
    return (
        here.method == "GET"
        and "?" not in here.path
        and here.person is None
        and not here.person_unknown
        and not browser.brings_session
        and browser.visitor is None
        and not browser.kept_flashes
    )
